package dev.stead.console;

import dev.stead.api.Permission;
import dev.stead.api.SignIn;
import dev.stead.api.SignIn.Answer;

import java.util.Optional;

/** The code of a second factor, after a right password. */
record SecondFactorPages(Frames frames, SignIn signIn) {
    /**
     * What the page shows.
     *
     * @param to where it leads, a path of Stead's own
     */
    record Content(Frame frame, String to, Optional<Refusal> refused) {}

    void mount(Routes routes) {
        routes.open("/sign-in/code", this::show);
        routes.wayIn("/sign-in/code", Permission.SEE_OWN, Page.form(this::send, this::again));
    }

    private Reply show(Visit visit) {
        String to = Target.own(visit.query("to"));
        return visit.cookie(Cookies.PENDING).isEmpty()
                ? Reply.seeOther("/sign-in?to=" + Visit.encoded(to))
                : form(visit, to, Optional.empty());
    }

    private Reply send(Visit visit) {
        String to = Target.own(visit.field("to"));
        String code = visit.field("code").replaceAll("\\s", "");
        return switch (signIn.confirm(visit.cookie(Cookies.PENDING), code, visit.from())) {
            case Answer.SignedIn in ->
                    new Entrance(signIn)
                            .to(visit, to, in.secret())
                            .withCookie(Cookies.clear(Cookies.PENDING));
            case Answer.CodeWanted more ->
                    form(visit, to, Optional.empty())
                            .withCookie(
                                    Cookies.set(Cookies.PENDING, more.pending()) + "; Max-Age=600");
            case Answer.Refused no -> {
                Refusal refusal = Refusal.of(no);
                yield refusal.on(form(visit, to, Optional.of(refusal)));
            }
        };
    }

    private Reply again(Visit visit) {
        return form(visit, Target.own(visit.field("to")), Optional.empty());
    }

    private Reply form(Visit visit, String to, Optional<Refusal> refused) {
        Content content = new Content(frames.open(visit, "Second factor"), to, refused);
        return Reply.page(visit, out -> JtecodeGenerated.render(out, null, content))
                .with(
                        Headers.CSP,
                        Headers.policy(Target.behind(to).map(Target::origin).orElse("")));
    }
}
