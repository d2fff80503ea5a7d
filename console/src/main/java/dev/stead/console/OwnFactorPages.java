package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Permission;

/** One's own second factor: begun, confirmed, taken away. */
record OwnFactorPages(Frames frames, Accounts accounts) {
    private static final String TITLE = "Second factor";

    /** A factor that is shown to be set up. */
    record Enrolling(Frame frame, Accounts.Enrolment enrolment, QrPicture picture) {}

    /** What is shown once it is confirmed. */
    record Confirmed(Frame frame, Accounts.RecoveryCodes recovery) {}

    void mount(Routes routes) {
        routes.get("/account/totp", Permission.SEE_OWN, this::show);
        change(routes, "/account/totp/begin", this::begin, this::show);
        change(routes, "/account/totp/confirm", this::confirm, this::again);
        change(routes, "/account/totp/drop", this::drop, this::show);
    }

    private static void change(Routes routes, String path, Page action, Page form) {
        routes.wayIn(path, Permission.CHANGE_OWN, Page.form(action, form));
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, TITLE, Section.ACCOUNT);
        return Reply.page(visit, out -> JtetotpGenerated.render(out, null, frame));
    }

    private Reply begin(Visit visit) {
        return enrolling(visit, accounts.beginTotp(visit.caller()));
    }

    private Reply confirm(Visit visit) {
        String code = visit.field("code").replaceAll("\\s", "");
        Accounts.RecoveryCodes codes = accounts.confirmTotp(visit.caller(), code);
        Confirmed content = new Confirmed(frames.of(visit, TITLE, Section.ACCOUNT), codes);
        return Reply.page(visit, out -> JterecoveryGenerated.render(out, null, content));
    }

    /** The same picture again: the browser brings back what it was shown. */
    private Reply again(Visit visit) {
        return enrolling(visit, new Accounts.Enrolment(visit.field("secret"), visit.field("uri")));
    }

    private Reply enrolling(Visit visit, Accounts.Enrolment enrolment) {
        Enrolling content =
                new Enrolling(
                        frames.of(visit, TITLE, Section.ACCOUNT),
                        enrolment,
                        QrPicture.of(enrolment.uri()));
        return Reply.page(visit, out -> JteenrolGenerated.render(out, null, content));
    }

    private Reply drop(Visit visit) {
        accounts.dropTotp(visit.caller(), visit.field("password"));
        return Reply.done(OwnAccountPages.PATH, Notice.FACTOR_DROPPED);
    }
}
