package dev.stead.api;

import dev.stead.base.Exposition;

import java.util.List;

/** Lets figures be read. Whoever asks was let in by the router, which is all that it needs. */
record MetricsOperation(List<Metrics> sources) {
    MetricsOperation {
        sources = List.copyOf(sources);
    }

    Operation get() {
        return Operation.text(
                "metrics",
                "/v1/metrics",
                Permission.SEE_SYSTEM,
                "Figures of the system in Prometheus' text format",
                Exposition.TYPE,
                _ -> text());
    }

    private String text() {
        Exposition all = new Exposition();
        sources.forEach(source -> source.addTo(all));
        return all.text();
    }
}
