package dev.stead.control;

import dev.stead.api.Control.Change;
import dev.stead.model.CacheRules;
import dev.stead.model.Cidr;
import dev.stead.model.Component;
import dev.stead.model.Engine;
import dev.stead.model.MariaDb;
import dev.stead.model.Php;
import dev.stead.model.Postgres;
import dev.stead.model.ProxyRules;
import dev.stead.model.Redis;
import dev.stead.model.Route;
import dev.stead.model.Service;
import dev.stead.model.Site;
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
            old.component(component.name())
                    .ifPresent(was -> changes.addAll(between(was, component)));
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
        if (!old.traffic().equals(now.traffic())) {
            changes.add(new Change("route", "", "traffic changed"));
        }
        return changes;
    }

    private static List<Change> between(Component old, Component now) {
        List<Change> changes = new ArrayList<>();
        if (!old.routes().equals(now.routes())) {
            changes.add(
                    new Change(
                            "route",
                            now.name(),
                            "routes changed from "
                                    + words(old.routes())
                                    + " to "
                                    + words(now.routes())));
        }
        if (!old.kind().equals(now.kind())) {
            return changes;
        }
        if (!proxy(old).equals(proxy(now))) {
            changes.add(new Change("route", now.name(), "proxy changed"));
        }
        if (!cache(old).equals(cache(now))) {
            changes.add(new Change("route", now.name(), "cache changed"));
        }
        return changes;
    }

    private static Optional<ProxyRules> proxy(Component component) {
        return switch (component) {
            case Service service -> Optional.of(service.proxy());
            case Engine engine -> Optional.of(engine.proxy());
            case Php php -> Optional.of(php.proxy());
            case Site _, Postgres _, MariaDb _, Redis _ -> Optional.empty();
        };
    }

    private static Optional<CacheRules> cache(Component component) {
        return switch (component) {
            case Service service -> service.cache();
            case Php php -> php.cache();
            case Engine _, Site _, Postgres _, MariaDb _, Redis _ -> Optional.empty();
        };
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
                + words(", only from ", route.from().allow())
                + words(", not from ", route.from().deny())
                + ")";
    }

    private static String words(String before, List<Cidr> ranges) {
        return ranges.isEmpty()
                ? ""
                : before + ranges.stream().map(Cidr::toString).collect(Collectors.joining(" or "));
    }
}
