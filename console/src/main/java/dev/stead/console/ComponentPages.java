package dev.stead.console;

import dev.stead.api.Control;
import dev.stead.api.Permission;
import dev.stead.api.SystemStatus;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.base.StreamedAnswer;

/** Components with their instances; restarting one. */
record ComponentPages(Frames frames, Control control) {
    /** What the list shows. */
    record All(Frame frame, SystemStatus status) {}

    /** What the page of one shows. */
    record One(Frame frame, SystemStatus.ComponentStatus component) {}

    void mount(Routes routes) {
        routes.get("/components", Permission.SEE_SYSTEM, this::all);
        routes.get("/components/:name", Permission.SEE_SYSTEM, this::one);
        routes.postStream("/components/:name/restart", Permission.CHANGE_SYSTEM, this::restart);
    }

    private Reply all(Visit visit) {
        Frame frame = frames.of(visit, "Components", Section.COMPONENTS);
        All content = new All(frame, control.status(visit.caller()));
        return Reply.page(visit, out -> JtecomponentsGenerated.render(out, null, content));
    }

    private Reply one(Visit visit) {
        String name = visit.part("name");
        Frame frame = frames.of(visit, name, Section.COMPONENTS);
        SystemStatus.ComponentStatus found =
                control.status(visit.caller()).components().stream()
                        .filter(c -> c.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new SteadException(
                                        Code.UNKNOWN,
                                        "There is no component " + name,
                                        "See the list of components"));
        One content = new One(frame, found);
        return Reply.page(visit, out -> JtecomponentGenerated.render(out, null, content));
    }

    private void restart(Visit visit, StreamedAnswer out) {
        String name = visit.part("name");
        Frame frame = frames.of(visit, "Restart " + name, Section.COMPONENTS);
        Progress progress =
                new Progress(frame, out, "/components/" + Visit.encoded(name), "Back to " + name);
        progress.run(events -> control.restart(visit.caller(), name, events));
    }
}
