package dev.stead.console;

import dev.stead.api.SignIn;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

/**
 * Carries a sign-in to another origin of the system: gives the browser a one-time code to bring
 * there, after a sign-in where there is no session yet.
 */
record EnterPage(SignIn signIn) {
    private static final int LONGEST_STATE = 200;

    void mount(Routes routes) {
        routes.open("/enter", this::enter);
    }

    private Reply enter(Visit visit) {
        Target to =
                Target.of(visit.query("to"))
                        .orElseThrow(() -> wrong("This link does not say where to go"));
        String state = visit.query("state");
        if (state.isEmpty() || state.length() > LONGEST_STATE) {
            throw wrong("This link is not whole");
        }
        String code = signIn.carry(visit.caller(), to.origin(), state);
        return Reply.seeOther(
                        to.origin()
                                + "/.stead/enter?code="
                                + Visit.encoded(code)
                                + "&to="
                                + Visit.encoded(to.path()))
                .with(Headers.REFERRER, "no-referrer");
    }

    private static SteadException wrong(String what) {
        return new SteadException(
                Code.WRONG_USAGE, what, "Open the application from the home page instead");
    }
}
