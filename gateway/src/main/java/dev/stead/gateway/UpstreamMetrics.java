package dev.stead.gateway;

import dev.stead.api.Metrics;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Sample;
import dev.stead.gateway.ComponentFigures.Circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Figures of the instances that answer, and of what waits for them. */
record UpstreamMetrics(Upstreams upstreams) implements Metrics {
    @Override
    public void addTo(Exposition all) {
        // A component may have the name that the own pages are called by.
        SortedMap<String, List<ComponentFigures>> components = new TreeMap<>();
        for (ComponentFigures figures : upstreams.figures()) {
            components.computeIfAbsent(figures.label(), _ -> new ArrayList<>()).add(figures);
        }
        all.gauge(
                "stead_gateway_in_flight",
                "Requests and upgraded connections under way at a component's instances",
                samples(components, ComponentFigures::inFlight));
        all.gauge(
                "stead_gateway_requests_queued",
                "Requests that wait until one of a component's instances has room",
                samples(components, ComponentFigures::queued));
        all.counter(
                "stead_gateway_retries_total",
                "Requests that were sent again to another instance",
                samples(components, ComponentFigures::retries));
        List<Sample> connects = new ArrayList<>();
        connects.addAll(samples(components, ComponentFigures::connects, "result", "done"));
        connects.addAll(samples(components, ComponentFigures::connectFailures, "result", "failed"));
        all.counter(
                "stead_gateway_connects_total",
                "Connections to instances, by what became of them",
                connects);
        List<Sample> instances = new ArrayList<>();
        for (Circuit circuit : Circuit.values()) {
            instances.addAll(
                    samples(components, it -> it.serving(circuit), "circuit", circuit.word()));
        }
        all.gauge(
                "stead_gateway_instances",
                "Instances that routes lead to, by what their circuit breaker lets through",
                instances);
    }

    private static List<Sample> samples(
            SortedMap<String, List<ComponentFigures>> components,
            ToLongFunction<ComponentFigures> figure,
            String... labels) {
        List<Sample> samples = new ArrayList<>();
        components.forEach((component, all) -> {
            List<String> named = new ArrayList<>(List.of("component", component));
            named.addAll(List.of(labels));
            samples.add(new Sample(all.stream().mapToLong(figure).sum(), named));
        });
        return samples;
    }
}
