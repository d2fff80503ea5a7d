package dev.stead.gateway;

import dev.stead.model.Access;
import dev.stead.model.AddressRules;
import dev.stead.model.Route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Knows the paths that lead to one destination of a host, but that a component may take for paths
 * of another one with other visitors: {@code /ADMIN} or {@code /x%2F..} where {@code /} is for
 * everybody and {@code /admin} is not. Costs nothing where all routes are for the same visitors,
 * and little for paths that are plain. Immutable.
 */
final class LaxRoutes {
    private final Map<String, List<Destination>> paths = new HashMap<>();
    private final boolean differ;
    private final boolean plain;
    private int deepest;

    LaxRoutes(Map<String, Destination> destinations) {
        Set<Admitted> admitted = new HashSet<>();
        destinations.values().forEach(it -> admitted.add(Admitted.of(it)));
        differ = admitted.size() > 1;
        plain = destinations.keySet().stream().allMatch(LaxPath::isPlain);
        if (differ) {
            destinations.forEach((path, destination) -> {
                String lax = LaxPath.of(path).orElse(path);
                paths.computeIfAbsent(lax, _ -> new ArrayList<>()).add(destination);
                deepest = Math.max(deepest, PathText.slashes(lax));
            });
        }
    }

    /**
     * Whether the path may mean a route for other visitors than those of the one it was found by.
     *
     * @param path normal, with single slashes
     */
    boolean isAmbiguous(String path, Destination found) {
        if (!differ || (plain && LaxPath.isPlain(path))) {
            return false;
        }
        Optional<String> lax = LaxPath.of(path);
        return lax.isEmpty() || leadsElsewhere(lax.get(), path, found);
    }

    private boolean leadsElsewhere(String lax, String path, Destination found) {
        int end = 0;
        for (int i = 0; i < deepest && end < lax.length(); i++) {
            int slash = lax.indexOf('/', end + 1);
            end = slash < 0 ? lax.length() : slash;
            List<Destination> named = paths.getOrDefault(lax.substring(0, end), List.of());
            // Where the path itself is below a route, the longer route above has been chosen.
            if (named.stream().noneMatch(it -> isBelow(path, it.route().path()))
                    && !named.stream().allMatch(it -> isForTheSame(it, found))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isForTheSame(Destination one, Destination other) {
        return Admitted.of(one).equals(Admitted.of(other));
    }

    /** Whom a route is for: by who they are, and by where they ask from. */
    private record Admitted(Access access, AddressRules from) {
        static Admitted of(Destination destination) {
            Route route = destination.route();
            return new Admitted(route.access(), route.from());
        }
    }

    private static boolean isBelow(String path, String route) {
        return path.startsWith(route)
                && (path.length() == route.length()
                        || route.endsWith("/")
                        || path.charAt(route.length()) == '/');
    }
}
