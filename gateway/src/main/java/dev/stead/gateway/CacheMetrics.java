package dev.stead.gateway;

import dev.stead.api.Metrics;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** Figures of the response cache, by component. */
record CacheMetrics(Shelves shelves) implements Metrics {
    @Override
    public void addTo(Exposition all) {
        Map<String, CacheFigures> components = shelves.figures();
        List<Sample> requests = new ArrayList<>();
        requests.addAll(samples(components, CacheFigures::hits, "result", "hit"));
        requests.addAll(samples(components, CacheFigures::misses, "result", "miss"));
        requests.addAll(samples(components, CacheFigures::stale, "result", "stale"));
        requests.addAll(samples(components, CacheFigures::passed, "result", "pass"));
        all.counter(
                "stead_gateway_cache_requests_total",
                "Requests to components whose answers are kept, by what the cache did",
                requests);
        all.counter(
                "stead_gateway_cache_collapsed_total",
                "Requests among the misses that got what another one had asked for",
                samples(components, CacheFigures::collapsed));
        all.counter(
                "stead_gateway_cache_revalidated_total",
                "Kept answers that the component said were still right",
                samples(components, CacheFigures::revalidated));
        all.counter(
                "stead_gateway_cache_evicted_total",
                "Kept answers that made room for others in memory",
                samples(components, CacheFigures::evicted));
        all.gauge(
                "stead_gateway_cache_memory_bytes",
                "What kept answers take in memory, about",
                samples(components, CacheFigures::memoryBytes));
        all.gauge(
                "stead_gateway_cache_disk_bytes",
                "What kept answers take on disk",
                samples(components, CacheFigures::diskBytes));
    }

    private static List<Sample> samples(
            Map<String, CacheFigures> components,
            ToLongFunction<CacheFigures> figure,
            String... labels) {
        List<Sample> samples = new ArrayList<>();
        components.forEach((component, figures) -> {
            List<String> named = new ArrayList<>(List.of("component", component));
            named.addAll(List.of(labels));
            samples.add(new Sample(figure.applyAsLong(figures), named));
        });
        return samples;
    }
}
