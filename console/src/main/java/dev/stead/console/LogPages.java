package dev.stead.console;

import dev.stead.api.Agent.LogLine;
import dev.stead.api.Control;
import dev.stead.api.Permission;
import dev.stead.api.SystemStatus.ComponentStatus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of logs; with a script, those that follow too. */
record LogPages(Frames frames, Control control) {
    // A page has 100 KB at most, and a character may take several bytes.
    private static final int LARGEST = 24_000;

    /** What the page shows. */
    record Content(Frame frame, LogFilter filter, List<String> components, List<LogLine> lines) {}

    void mount(Routes routes) {
        routes.get("/logs", Permission.SEE_SYSTEM, this::show);
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Logs", Section.LOGS);
        LogFilter filter = LogFilter.of(visit);
        Last last = new Last();
        List<String> components =
                control.status(visit.caller()).components().stream()
                        .map(ComponentStatus::name)
                        .toList();
        control.logs(
                visit.caller(),
                filter.query(false),
                line -> {
                    if (filter.wants(line)) {
                        last.add(LogFilter.cut(line));
                    }
                });
        Content content = new Content(frame, filter, components, last.lines());
        return Reply.page(visit, out -> JtelogsGenerated.render(out, null, content));
    }

    /** Keeps as many of the last lines as a page may hold; lines come from any thread. */
    private static final class Last {
        private final Deque<LogLine> lines = new ArrayDeque<>();
        private int size;

        synchronized void add(LogLine line) {
            lines.addLast(line);
            size += size(line);
            while (size > LARGEST || lines.size() > LogFilter.LINES) {
                size -= size(lines.removeFirst());
            }
        }

        synchronized List<LogLine> lines() {
            return List.copyOf(lines);
        }

        private static int size(LogLine line) {
            // What a line's markup takes.
            return line.text().length() + line.instance().length() + 60;
        }
    }
}
