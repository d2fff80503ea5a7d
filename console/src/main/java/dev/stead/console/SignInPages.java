package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Permission;
import dev.stead.api.SignIn;
import dev.stead.api.SignIn.Answer;
import dev.stead.base.SteadException;

import java.util.Optional;

/** Name and password. */
record SignInPages(Frames frames, Accounts accounts, SignIn signIn) {
    /**
     * What the page shows.
     *
     * @param name that was typed before
     * @param to where it leads, a path of Stead's own
     * @param where another origin that it leads to in the end
     * @param refused why it did not work
     */
    record Content(
            Frame frame,
            String name,
            String to,
            Optional<Target> where,
            Optional<Refusal> refused) {}

    void mount(Routes routes) {
        routes.open("/sign-in", this::show);
        routes.wayIn("/sign-in", Permission.SEE_OWN, Page.form(this::send, this::again));
    }

    private Reply show(Visit visit) {
        String to = Target.own(visit.query("to"));
        return signedIn(visit) ? Reply.seeOther(to) : form(visit, "", to, Optional.empty());
    }

    private boolean signedIn(Visit visit) {
        if (visit.caller().secret().isEmpty()) {
            return false;
        }
        try {
            accounts.me(visit.caller());
            return true;
        } catch (SteadException e) {
            return false;
        }
    }

    private Reply send(Visit visit) {
        String to = Target.own(visit.field("to"));
        String name = visit.field("name");
        return switch (signIn.begin(name, visit.field("password"), visit.from())) {
            case Answer.SignedIn in -> new Entrance(signIn).to(visit, to, in.secret());
            case Answer.CodeWanted more ->
                    Reply.seeOther("/sign-in/code?to=" + Visit.encoded(to))
                            .withCookie(
                                    Cookies.set(Cookies.PENDING, more.pending()) + "; Max-Age=600");
            case Answer.Refused no -> {
                Refusal refusal = Refusal.of(no);
                yield refusal.on(form(visit, name, to, Optional.of(refusal)));
            }
        };
    }

    private Reply again(Visit visit) {
        return form(visit, visit.field("name"), Target.own(visit.field("to")), Optional.empty());
    }

    private Reply form(Visit visit, String name, String to, Optional<Refusal> refused) {
        Optional<Target> where = Target.behind(to);
        Content content = new Content(frames.open(visit, "Sign in"), name, to, where, refused);
        return Reply.page(visit, out -> JtesignInGenerated.render(out, null, content))
                .with(Headers.CSP, Headers.policy(where.map(Target::origin).orElse("")));
    }
}
