package dev.stead.gateway;

import dev.stead.api.Metrics;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Sample;

/** Figures of the instances that answer. */
record UpstreamMetrics(Upstreams upstreams) implements Metrics {
    @Override
    public void addTo(Exposition all) {
        all.gauge(
                "stead_gateway_in_flight",
                "Requests and upgraded connections under way at a component's instances",
                upstreams.inFlight().entrySet().stream()
                        .map(it -> Sample.of(it.getValue(), "component", it.getKey()))
                        .toList());
    }
}
