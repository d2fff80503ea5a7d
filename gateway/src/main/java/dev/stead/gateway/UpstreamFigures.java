package dev.stead.gateway;

import dev.stead.api.Activity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is told of instances to those who watch. */
final class UpstreamFigures {
    private UpstreamFigures() {}

    /**
     * What visitors do with each engine of the current table, by instance.
     *
     * @param now of {@link System#nanoTime} or what stands for it
     */
    static Map<String, Activity> activity(Collection<Upstream> known, long now) {
        Map<String, Activity> all = new HashMap<>();
        for (Upstream upstream : known) {
            if (!upstream.retired()) {
                upstream.use()
                        .map(it -> it.activity(upstream.inFlight(), now))
                        .ifPresent(it -> all.put(upstream.instance(), it));
            }
        }
        return all;
    }

    /** Of each of these components, whose instances are among these. */
    static List<ComponentFigures> of(Collection<Component> components, Collection<Upstream> known) {
        Map<Component, List<ComponentFigures.Instance>> instances = new HashMap<>();
        Map<Component, Integer> queued = new HashMap<>();
        for (Upstream upstream : known) {
            Component component = upstream.component();
            instances.computeIfAbsent(component, _ -> new ArrayList<>()).add(instance(upstream));
            upstream.use()
                    .ifPresent(it -> queued.merge(component, it.queue().length(), Integer::sum));
        }
        return components.stream()
                .map(it ->
                        component(
                                it,
                                queued.getOrDefault(it, 0),
                                instances.getOrDefault(it, List.of())))
                .toList();
    }

    private static ComponentFigures.Instance instance(Upstream upstream) {
        ComponentFigures.Circuit circuit =
                switch (upstream.circuit().state()) {
                    case CLOSED -> ComponentFigures.Circuit.CLOSED;
                    case OPEN -> ComponentFigures.Circuit.OPEN;
                    case HALF_OPEN -> ComponentFigures.Circuit.HALF_OPEN;
                };
        return new ComponentFigures.Instance(
                upstream.instance(), upstream.inFlight(), circuit, upstream.retired());
    }

    private static ComponentFigures component(
            Component component, int atEngines, List<ComponentFigures.Instance> instances) {
        return new ComponentFigures(
                component.name(),
                component.queue().length() + atEngines,
                component.budget().spent(),
                component.connects(),
                component.connectFailures(),
                instances);
    }
}
