package dev.stead.gateway;

import dev.stead.api.Metrics;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Distribution;
import dev.stead.base.Exposition.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Figures of requests by component, those of all event loops together. */
record RequestMetrics(Figures figures) implements Metrics {
    private static final List<String> CLASSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

    private static final List<Double> BOUNDS =
            IntStream.range(0, RequestFigures.BUCKETS).mapToObj(RequestFigures::bound).toList();

    @Override
    public void addTo(Exposition all) {
        SortedSet<String> components = new TreeSet<>();
        figures.loops().forEach(loop -> components.addAll(loop.keySet()));
        List<Distribution> durations = new ArrayList<>();
        for (String component : components) {
            for (int i = 0; i < RequestFigures.CLASSES; i++) {
                durations.addAll(durations(component, i));
            }
        }
        all.histogram(
                "stead_gateway_request_duration_seconds",
                "Time from a request's head to the end of its answer, without upgraded connections",
                durations);
        all.counter(
                "stead_gateway_received_bytes_total",
                "Bytes of bodies, and of upgraded connections, that visitors sent",
                sums(components, RequestFigures::in));
        all.counter(
                "stead_gateway_sent_bytes_total",
                "Bytes of bodies, and of upgraded connections, that visitors were sent",
                sums(components, RequestFigures::out));
        all.counter(
                "stead_gateway_upgrades_ended_total",
                "Upgraded connections that have ended",
                sums(components, RequestFigures::upgraded));
    }

    private List<RequestFigures> of(String component) {
        List<RequestFigures> found = new ArrayList<>();
        for (Map<String, RequestFigures> loop : figures.loops()) {
            RequestFigures own = loop.get(component);
            if (own != null) {
                found.add(own);
            }
        }
        return found;
    }

    /** One distribution, or none when there was no such request. */
    private List<Distribution> durations(String component, int statusClass) {
        List<RequestFigures> found = of(component);
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < RequestFigures.BUCKETS; i++) {
            int bucket = i;
            counts.add(found.stream().mapToLong(it -> it.count(statusClass, bucket)).sum());
        }
        if (counts.stream().allMatch(count -> count == 0)) {
            return List.of();
        }
        long nanos = found.stream().mapToLong(it -> it.sum(statusClass)).sum();
        List<String> labels = List.of("component", component, "status", CLASSES.get(statusClass));
        return List.of(new Distribution(BOUNDS, counts, nanos / 1e9, labels));
    }

    private List<Sample> sums(SortedSet<String> components, ToLongFunction<RequestFigures> figure) {
        return components.stream()
                .map(it -> Sample.of(of(it).stream().mapToLong(figure).sum(), "component", it))
                .toList();
    }
}
