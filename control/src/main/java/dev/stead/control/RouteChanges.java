package dev.stead.control;

import dev.stead.api.Control.Change;
import dev.stead.model.Component;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What changes at the gateway without any instance being touched. Pure. */
final class RouteChanges {
    private RouteChanges() {}

    static List<Change> between(Optional<SystemSpec> before, SystemSpec now) {
        List<Change> changes = new ArrayList<>();
        if (before.isEmpty()) {
            return changes;
        }
        SystemSpec old = before.get();
        for (Component component : now.components()) {
            List<?> was = old.component(component.name()).map(Component::routes).orElse(List.of());
            if (old.component(component.name()).isPresent() && !was.equals(component.routes())) {
                changes.add(
                        new Change(
                                "route",
                                component.name(),
                                "routes changed from " + was + " to " + component.routes()));
            }
        }
        if (!old.listen().equals(now.listen())) {
            changes.add(new Change("route", "", "listen changed"));
        }
        if (!old.certificate().equals(now.certificate()) || !old.domain().equals(now.domain())) {
            changes.add(new Change("route", "", "domain or certificate changed"));
        }
        return changes;
    }
}
