package dev.stead.console;

import dev.stead.api.Engines;
import dev.stead.api.Engines.Use;
import dev.stead.api.Permission;
import dev.stead.api.UsageText;

import java.time.Instant;
import java.util.List;

/** Who used which engines how much: a table, a plot, and a file for a spreadsheet. */
record UsagePages(Frames frames, Engines engines) {
    /** What the page shows. */
    record Content(Frame frame, UsageFilter filter, UsageSums sums, UsagePlot plot) {
        String csv() {
            return "/usage.csv" + filter.asQuery();
        }

        String json() {
            return "/api/v1/engine-usage?from=" + filter.begin() + "&to=" + filter.end();
        }
    }

    void mount(Routes routes) {
        routes.get("/usage", Permission.SEE_SYSTEM, this::show);
        routes.get("/usage.csv", Permission.SEE_SYSTEM, this::export);
    }

    private Reply show(Visit visit) {
        Frame frame = frames.of(visit, "Usage", Section.USAGE);
        Instant now = frame.show().now();
        UsageFilter filter = UsageFilter.of(visit, now);
        List<Use> uses = engines.usage(visit.caller(), filter.begin(), filter.end());
        Span shown = new Span(filter.begin(), filter.end().isBefore(now) ? filter.end() : now);
        Content content =
                new Content(
                        frame, filter, UsageSums.of(uses, shown), UsagePlot.of(uses, filter, now));
        return Reply.page(visit, out -> JteusageGenerated.render(out, null, content));
    }

    private Reply export(Visit visit) {
        UsageFilter filter = UsageFilter.of(visit, frames.clock().instant());
        List<Use> uses = engines.usage(visit.caller(), filter.begin(), filter.end());
        String name = "usage-" + filter.from() + "-" + filter.to() + ".csv";
        return Reply.of(
                        200,
                        "text/csv; charset=utf-8; header=present",
                        UsageText.CSV_HEAD + UsageText.csv(uses))
                .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }
}
