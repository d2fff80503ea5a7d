package dev.stead.control;

import dev.stead.api.Agent;
import dev.stead.api.InstanceStatus;
import dev.stead.model.InstanceState;
import dev.stead.model.Running;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What there is of the system now. Thread-safe. */
record Inventory(Agent agent, State state) {
    /** What a plan begins with: instances that are not being stopped, and published sites. */
    List<Running> running() {
        List<Running> running = new ArrayList<>();
        for (InstanceStatus i : agent.instances()) {
            if (i.state() == InstanceState.STOPPED || i.spec().enclosure().isPresent()) {
                continue;
            }
            running.add(
                    new Running(
                            i.id(), i.component(), i.spec().kind(), i.spec().facets(), i.state()));
        }
        state.sites()
                .forEach((name, site) ->
                        running.add(
                                new Running(
                                        name,
                                        name,
                                        site.kind(),
                                        site.facets(),
                                        InstanceState.HEALTHY)));
        return running;
    }

    /** Components that have instances although a system does not have them. */
    List<String> componentsBeside(SystemSpec system) {
        return agent.instances().stream()
                .map(InstanceStatus::component)
                .distinct()
                .filter(name -> system.component(name).isEmpty())
                .toList();
    }

    /** Digests that instances run from or sites are served from, by component. */
    Map<String, Set<String>> releasesInUse() {
        Map<String, Set<String>> inUse = new HashMap<>();
        for (InstanceStatus instance : agent.instances()) {
            instance.spec()
                    .folder()
                    .ifPresent(f ->
                            inUse.computeIfAbsent(instance.component(), _ -> new HashSet<>())
                                    .add(String.valueOf(f.getFileName())));
        }
        state.sites()
                .forEach((component, site) ->
                        site.folder()
                                .ifPresent(f ->
                                        inUse.computeIfAbsent(component, _ -> new HashSet<>())
                                                .add(String.valueOf(f.getFileName()))));
        return inUse;
    }
}
