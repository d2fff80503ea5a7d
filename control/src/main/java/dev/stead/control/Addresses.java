package dev.stead.control;

import dev.stead.api.Control.PublicRoute;
import dev.stead.model.Access;
import dev.stead.model.Component;
import dev.stead.model.Route;
import dev.stead.model.SystemSpec;

import java.util.ArrayList;
import java.util.List;

/**
 * How browsers write the addresses of a system.
 *
 * @param https the port that the gateway listens on for TLS
 */
record Addresses(int https) {
    private static final int STANDARD = 443;

    /** An origin, without a path. */
    String origin(String host) {
        return "https://" + host + (https == STANDARD ? "" : ":" + https);
    }

    String of(Route route) {
        return origin(route.host()) + route.path();
    }

    String of(SystemSpec system) {
        return origin(system.domain()) + "/";
    }

    /** What everybody may use. */
    List<PublicRoute> publicRoutes(SystemSpec system) {
        List<PublicRoute> open = new ArrayList<>();
        for (Component component : system.components()) {
            for (Route route : component.routes()) {
                if (route.access() instanceof Access.Public) {
                    open.add(new PublicRoute(component.name(), of(route)));
                }
            }
        }
        return open;
    }
}
