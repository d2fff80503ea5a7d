package dev.stead.console;

import dev.stead.api.Agent.LogLine;
import dev.stead.api.Engines;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Permission;

import java.util.List;

/** Everybody's engines, for those who see the system; what one of them wrote, for its owner too. */
record EngineListPages(Frames frames, Engines engines) {
    /** What the list shows. */
    record All(Frame frame, List<EngineView> engines) {
        long open() {
            return engines.stream().filter(one -> one.user().isPresent()).count();
        }

        long warm() {
            return engines.size() - open();
        }

        double cpu() {
            return engines.stream().mapToDouble(EngineView::cpu).sum();
        }

        long memory() {
            return engines.stream().mapToLong(EngineView::memory).sum();
        }
    }

    /** What the page of a log shows. */
    record Log(Frame frame, String id, List<LogLine> lines) {}

    void mount(Routes routes) {
        routes.get("/engines", Permission.SEE_SYSTEM, this::all);
        // Or its owner.
        routes.get("/engines/:id/log", Permission.SEE_SYSTEM, this::log);
    }

    private Reply all(Visit visit) {
        Frame frame = frames.of(visit, "Engines", Section.ENGINES);
        All content = new All(frame, engines.list(visit.caller(), true));
        return Reply.page(visit, out -> JteenginesGenerated.render(out, null, content));
    }

    private Reply log(Visit visit) {
        String id = visit.part("id");
        Frame frame = frames.of(visit, "Log of " + id, Section.ENGINES);
        LastLines last = new LastLines();
        engines.logs(visit.caller(), id, LogFilter.LINES, false, last::add);
        Log content = new Log(frame, id, last.lines());
        return Reply.page(visit, out -> JteengineLogGenerated.render(out, null, content));
    }
}
