package dev.stead.console;

import dev.stead.api.Agent.LogLine;
import dev.stead.api.Control;
import dev.stead.api.Permission;
import dev.stead.api.SystemStatus.ComponentStatus;

import java.util.List;

/** The last lines of logs; with a script, those that follow too. */
record LogPages(Frames frames, Control control) {
    /** What the page shows. */
    record Content(Frame frame, LogFilter filter, List<String> components, List<LogLine> lines) {}

    void mount(Routes routes) {
        routes.get("/logs", Permission.SEE_SYSTEM, this::show);
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Logs", Section.LOGS);
        LogFilter filter = LogFilter.of(visit);
        LastLines last = new LastLines();
        List<String> components =
                control.status(visit.caller()).components().stream()
                        .map(ComponentStatus::name)
                        .toList();
        control.logs(
                visit.caller(),
                filter.query(false),
                line -> {
                    if (filter.wants(line)) {
                        last.add(line);
                    }
                });
        Content content = new Content(frame, filter, components, last.lines());
        return Reply.page(visit, out -> JtelogsGenerated.render(out, null, content));
    }
}
