package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.List;
import java.util.Optional;

/** One's own account: password, sessions, tokens. */
record OwnAccountPages(Frames frames, Accounts accounts) {
    static final String PATH = "/account";

    /**
     * What the page shows.
     *
     * @param made a token that was made just now, shown this once
     * @param earliest the first day that a token may end
     * @param latest the last one
     */
    record Content(
            Frame frame,
            Accounts.Me who,
            List<Accounts.SessionView> sessions,
            List<Accounts.TokenView> tokens,
            Optional<Accounts.NewToken> made,
            String earliest,
            String latest) {}

    void mount(Routes routes) {
        routes.get(PATH, Permission.SEE_OWN, this::show);
        change(routes, "/password", this::changePassword);
        change(routes, "/sessions/end", this::endSession);
        change(routes, "/tokens", this::makeToken);
        change(routes, "/tokens/revoke", this::revokeToken);
    }

    private void change(Routes routes, String path, Page action) {
        routes.wayIn(PATH + path, Permission.CHANGE_OWN, Page.form(action, this::show));
    }

    private Reply show(Visit visit) {
        return page(visit, Optional.empty());
    }

    private Reply changePassword(Visit visit) {
        if (!visit.field("wanted").equals(visit.field("again"))) {
            throw new SteadException(
                    Code.WRONG_USAGE, "The two new passwords differ", "Type the same one twice");
        }
        accounts.changePassword(
                visit.caller(),
                new Accounts.PasswordChange(visit.field("current"), visit.field("wanted")));
        return Reply.done(PATH, Notice.PASSWORD_CHANGED);
    }

    private Reply endSession(Visit visit) {
        accounts.endSession(visit.caller(), visit.field("id"));
        return Reply.done(PATH, Notice.SESSION_ENDED);
    }

    private Reply makeToken(Visit visit) {
        return page(visit, Optional.of(accounts.makeToken(visit.caller(), TokenForm.of(visit))));
    }

    private Reply revokeToken(Visit visit) {
        accounts.revokeOwnToken(visit.caller(), visit.field("id"));
        return Reply.done(PATH, Notice.TOKEN_REVOKED);
    }

    private Reply page(Visit visit, Optional<Accounts.NewToken> made) {
        Frame frame = frames.of(visit, Section.ACCOUNT.title(), Section.ACCOUNT);
        Content content =
                new Content(
                        frame,
                        frame.me().orElseThrow(),
                        accounts.sessions(visit.caller()),
                        accounts.ownTokens(visit.caller()),
                        made,
                        TokenForm.earliest(frame.show()),
                        TokenForm.latest(frame.show()));
        return Reply.page(visit, out -> JteaccountOwnGenerated.render(out, null, content));
    }
}
