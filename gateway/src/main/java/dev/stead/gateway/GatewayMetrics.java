package dev.stead.gateway;

import dev.stead.api.Metrics;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Sample;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The gateway's figures for those who watch; docs/reference/metrics.md lists them. They are there
 * while it serves.
 *
 * @param watching of the gateway as it serves now; empty list when it does not
 * @param parts figures of other parts of the gateway
 */
record GatewayMetrics(Supplier<List<Watching>> watching, List<Metrics> parts) implements Metrics {
    GatewayMetrics {
        parts = List.copyOf(parts);
    }

    @Override
    public void addTo(Exposition all) {
        for (Watching one : watching.get()) {
            connections(all, one);
            refusals(all, one);
            new RequestMetrics(one.figures()).addTo(all);
            parts.forEach(part -> part.addTo(all));
        }
    }

    private static void connections(Exposition all, Watching one) {
        Figures figures = one.figures();
        all.counter(
                "stead_gateway_connections_accepted_total",
                "Connections of visitors and of components that were taken",
                figures.acceptedConnections());
        all.gauge(
                "stead_gateway_connections_open",
                "Connections of visitors and of components",
                figures.openConnections());
        all.gauge(
                "stead_gateway_connections_limit",
                "Connections of visitors that there may be at most",
                one.limits().mostConnections());
        all.gauge(
                "stead_gateway_upgrades_open",
                "Upgraded connections, such as WebSockets",
                figures.openUpgrades());
        all.counter(
                "stead_gateway_tls_handshakes_total",
                "TLS handshakes, by what became of them",
                List.of(
                        Sample.of(figures.goodHandshakes(), "result", "done"),
                        Sample.of(figures.badHandshakes(), "result", "failed")));
        all.gauge(
                "stead_gateway_buffer_bytes",
                "Memory held for what is on its way",
                Pressure.buffers());
        all.gauge(
                "stead_gateway_buffer_limit_bytes",
                "Memory above which nothing new is taken",
                one.pressure().limit());
        all.counter(
                "stead_gateway_access_log_dropped_total",
                "Lines of the access log that could not be kept",
                one.droppedLines());
    }

    private static void refusals(Exposition all, Watching one) {
        Figures figures = one.figures();
        all.counter(
                "stead_gateway_connections_refused_total",
                "Connections that a limit refused",
                Arrays.stream(Refusal.values())
                        .filter(Refusal::isOfConnections)
                        .map(why ->
                                Sample.of(figures.refusedConnections(why), "reason", why.word()))
                        .toList());
        all.counter(
                "stead_gateway_requests_refused_total",
                "Requests that the gateway itself refused or could not have answered",
                figures.refusedRequests().entrySet().stream()
                        .map(it -> Sample.of(it.getValue().sum(), "reason", it.getKey()))
                        .toList());
    }
}
