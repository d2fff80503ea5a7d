package dev.stead.console;

import dev.stead.api.Control;
import dev.stead.api.Control.ApplyRequest;
import dev.stead.api.Control.PlanRequest;
import dev.stead.api.Control.PlanView;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.base.StreamedAnswer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What applying the system file would do, as it is or changed; applying it as it is. */
record PlanPages(Frames frames, Control control) {
    /** The longest text that may be planned, in bytes of UTF-8. */
    static final int LARGEST_TEXT = 256 * 1024;

    /**
     * What the page shows.
     *
     * @param plan empty when there is none, because the file is wrong
     * @param wrong why there is none
     * @param file whether the file was planned, as it is
     * @param text what was planned, to be changed
     */
    record Content(
            Frame frame,
            Optional<PlanView> plan,
            Optional<SteadException> wrong,
            boolean file,
            String text) {}

    void mount(Routes routes) {
        routes.get("/plan", Permission.SEE_SYSTEM, this::file);
        routes.post("/plan", Permission.CHANGE_SYSTEM, this::text);
        routes.postStream("/apply", Permission.CHANGE_SYSTEM, this::apply);
    }

    private Reply file(Visit visit) {
        Frame frame = frames.of(visit, "Plan", Section.PLAN);
        return page(frame, true, fileText(visit), () -> control.planApplied(visit.caller()));
    }

    /** Empty when it cannot be read; its plan says why. */
    private String fileText(Visit visit) {
        try {
            return control.file(visit.caller()).content();
        } catch (SteadException e) {
            return "";
        }
    }

    private Reply text(Visit visit) {
        String text = visit.field("text").replace("\r\n", "\n");
        if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST_TEXT) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "The text is longer than " + LARGEST_TEXT / 1024 + " KiB",
                    "Plan it with the command: stead plan FILE");
        }
        Frame frame = frames.of(visit, "Plan", Section.PLAN);
        PlanRequest request = new PlanRequest(Optional.empty(), Optional.of(text));
        return page(frame, false, text, () -> control.plan(visit.caller(), request));
    }

    private Reply page(Frame frame, boolean file, String text, Planning planning) {
        Content content;
        int status = 200;
        try {
            content =
                    new Content(frame, Optional.of(planning.plan()), Optional.empty(), file, text);
        } catch (SteadException e) {
            if (e.code() == Code.FORBIDDEN || e.code() == Code.UNAUTHENTICATED) {
                throw e;
            }
            status = e.code().httpStatus();
            content = new Content(frame, Optional.empty(), Optional.of(e), file, text);
        }
        Content shown = content;
        return Reply.page(status, out -> JteplanGenerated.render(out, null, shown));
    }

    private void apply(Visit visit, StreamedAnswer out) {
        Frame frame = frames.of(visit, "Apply", Section.PLAN);
        ApplyRequest request =
                new ApplyRequest(Optional.empty(), visit.field("packages").equals("install"));
        new Progress(frame, out, "/components", "See components")
                .run(events -> control.apply(visit.caller(), request, events));
    }

    /** Gives a plan, or says why there is none. */
    private interface Planning {
        PlanView plan();
    }
}
