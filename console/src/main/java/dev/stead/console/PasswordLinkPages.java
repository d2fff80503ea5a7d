package dev.stead.console;

import dev.stead.api.Permission;
import dev.stead.api.SignIn;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

/**
 * Gives an account a password by a one-time link. The link is in the address, so that the browser
 * passes it on to nobody but Stead's own origin; with no-referrer the form would come without an
 * origin and be refused.
 */
record PasswordLinkPages(Frames frames, SignIn signIn) {
    /** What the page shows. */
    record Content(Frame frame, String account, String link) {}

    void mount(Routes routes) {
        routes.open("/password", visit -> show(visit, visit.query("link")));
        routes.wayIn(
                "/password",
                Permission.SEE_OWN,
                Page.form(this::send, visit -> show(visit, visit.field("link"))));
    }

    private Reply show(Visit visit, String link) {
        String account =
                signIn.linkFor(link)
                        .orElseThrow(() ->
                                new SteadException(
                                        Code.UNKNOWN,
                                        "This link has been used, or is too old",
                                        "Ask an operator for another one"));
        Content content = new Content(frames.open(visit, "Set a password"), account, link);
        return Reply.page(visit, out -> JtepasswordGenerated.render(out, null, content));
    }

    private Reply send(Visit visit) {
        String password = visit.field("password");
        if (!password.equals(visit.field("again"))) {
            throw new SteadException(
                    Code.WRONG_USAGE, "The two passwords differ", "Type the same one twice");
        }
        signIn.usePasswordLink(visit.field("link"), password, visit.from());
        Frame frame = frames.open(visit, "Password set");
        return Reply.page(visit, out -> JtepasswordSetGenerated.render(out, null, frame));
    }
}
