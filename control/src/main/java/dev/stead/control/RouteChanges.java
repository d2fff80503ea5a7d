package dev.stead.control;

import dev.stead.api.Control.Change;
import dev.stead.model.Component;
import dev.stead.model.Route;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
            List<Route> was =
                    old.component(component.name()).map(Component::routes).orElse(List.of());
            if (old.component(component.name()).isPresent() && !was.equals(component.routes())) {
                changes.add(
                        new Change(
                                "route",
                                component.name(),
                                "routes changed from "
                                        + words(was)
                                        + " to "
                                        + words(component.routes())));
            }
        }
        if (!old.listen().equals(now.listen())) {
            changes.add(new Change("route", "", "listen changed"));
        }
        if (!old.signIn().equals(now.signIn())) {
            changes.add(new Change("route", "", "sign-in changed"));
        }
        if (!old.certificate().equals(now.certificate()) || !old.domain().equals(now.domain())) {
            changes.add(new Change("route", "", "domain or certificate changed"));
        }
        return changes;
    }

    private static String words(List<Route> routes) {
        return routes.isEmpty()
                ? "none"
                : routes.stream().map(RouteChanges::words).collect(Collectors.joining(", "));
    }

    private static String words(Route route) {
        return route.host()
                + route.path()
                + (route.strip() ? " without its prefix" : "")
                + " ("
                + route.access().words()
                + ")";
    }
}
