package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Accounts.TokenView;
import dev.stead.api.Permission;

import java.util.Optional;

/** Everybody's tokens; making one for an account. */
record TokenPages(Frames frames, Accounts accounts) {
    /**
     * What the page shows.
     *
     * @param made a token that was made just now, shown this once
     * @param earliest the first day that a token may end
     * @param latest the last one
     */
    record Content(
            Frame frame,
            Slice<TokenView> slice,
            Optional<Accounts.NewToken> made,
            String earliest,
            String latest) {}

    void mount(Routes routes) {
        routes.get("/tokens", Permission.SEE_ACCOUNTS, this::show);
        routes.post("/tokens", Permission.MAKE_TOKENS, Page.form(this::make, this::show));
        routes.post(
                "/tokens/revoke", Permission.CHANGE_ACCOUNTS, Page.form(this::revoke, this::show));
    }

    private Reply show(Visit visit) {
        return page(visit, Optional.empty());
    }

    private Reply make(Visit visit) {
        return page(
                visit,
                Optional.of(
                        accounts.makeTokenFor(
                                visit.caller(),
                                visit.field("account").strip(),
                                TokenForm.of(visit))));
    }

    private Reply revoke(Visit visit) {
        accounts.revokeToken(visit.caller(), visit.field("id"));
        return Reply.done("/tokens", Notice.TOKEN_REVOKED);
    }

    private Reply page(Visit visit, Optional<Accounts.NewToken> made) {
        Frame frame = frames.of(visit, "Tokens", Section.TOKENS);
        Content content =
                new Content(
                        frame,
                        Slice.of(accounts.tokens(visit.caller()), visit.query("page")),
                        made,
                        TokenForm.earliest(frame.show()),
                        TokenForm.latest(frame.show()));
        return Reply.page(visit, out -> JtetokensGenerated.render(out, null, content));
    }
}
