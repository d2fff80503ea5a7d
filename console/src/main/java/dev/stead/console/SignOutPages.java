package dev.stead.console;

import dev.stead.api.Permission;
import dev.stead.api.SignIn;

/** Signing out: a page to confirm it, so that no link does it. */
record SignOutPages(Frames frames, SignIn signIn) {
    void mount(Routes routes) {
        routes.open("/sign-out", this::show);
        routes.post("/sign-out", Permission.SEE_OWN, this::send);
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Sign out", Section.NONE);
        return Reply.page(visit, out -> JtesignOutGenerated.render(out, null, frame));
    }

    private Reply send(Visit visit) {
        signIn.end(visit.caller());
        Frame frame = frames.open(visit, "Signed out").signedOut();
        return Reply.page(visit, out -> JtesignedOutGenerated.render(out, null, frame))
                .withCookie(Cookies.clear(Cookies.SESSION));
    }
}
