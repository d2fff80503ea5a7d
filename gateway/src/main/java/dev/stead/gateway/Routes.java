package dev.stead.gateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Immutable look-up of destinations: by host, then by the longest prefix of whole segments. The
 * cost does not grow with the number of routes, nor with the length of a request's path.
 */
final class Routes {
    private final Map<String, Host> hosts;
    private final Optional<String> own;
    private final EngineNames engines;

    /** By host, then by path as routes write them ({@code /} or {@code /api}). */
    Routes(Map<String, Map<String, Destination>> destinations) {
        this(destinations, Optional.empty(), EngineNames.NONE);
    }

    /**
     * Likewise.
     *
     * @param own the host of Stead's own pages, one of the hosts
     * @param engines what is called like an engine
     */
    Routes(
            Map<String, Map<String, Destination>> destinations,
            Optional<String> own,
            EngineNames engines) {
        this.own = own;
        this.engines = engines;
        hosts = new HashMap<>();
        Set<String> parents = new HashSet<>();
        destinations.keySet().forEach(host -> addParents(host.toLowerCase(Locale.ROOT), parents));
        engines.domain().ifPresent(parents::add);
        destinations.forEach((host, paths) -> {
            String name = host.toLowerCase(Locale.ROOT);
            boolean hasEngines = engines.domain().filter(name::equals).isPresent();
            hosts.put(
                    name,
                    new Host(
                            paths,
                            parents.contains(name),
                            hasEngines ? engines : EngineNames.NONE));
        });
    }

    private static void addParents(String host, Set<String> parents) {
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            parents.add(host.substring(dot + 1));
        }
    }

    /** The host of Stead's own pages. */
    Optional<String> own() {
        return own;
    }

    /** What is called like an engine. */
    EngineNames engines() {
        return engines;
    }

    /**
     * The routes of one host.
     *
     * @param host lower case
     */
    Optional<Host> host(String host) {
        return Optional.ofNullable(hosts.get(host));
    }

    /** The routes of one host. */
    static final class Host {
        private final Map<String, Destination> paths;
        private final LaxRoutes lax;
        private final boolean guarded;
        private final boolean parent;
        private final EngineNames engines;
        private final int deepest;
        private final IdentityHashMap<Destination, AddressFilter> filters = new IdentityHashMap<>();

        private Host(Map<String, Destination> paths, boolean parent, EngineNames engines) {
            this.paths = Map.copyOf(paths);
            this.lax = new LaxRoutes(paths);
            this.guarded =
                    paths.values().stream()
                            .anyMatch(it -> !AccessRule.isPublic(it.route().access()));
            this.parent = parent;
            this.engines = engines;
            this.deepest = paths.keySet().stream().mapToInt(Host::depth).max().orElse(0);
            for (Destination destination : this.paths.values()) {
                AddressFilter filter = new AddressFilter(destination.route().from());
                if (!filter.isOpen()) {
                    filters.put(destination, filter);
                }
            }
        }

        /** Whether a destination may be used from a visitor's address. */
        boolean admits(Destination destination, Peer visitor) {
            AddressFilter filter = filters.isEmpty() ? null : filters.get(destination);
            return filter == null || filter.admits(AddressKey.of(visitor.address()));
        }

        /**
         * The destination whose path is the longest prefix. What is called like an engine is never
         * anything else: visitors of one that has ended must not end up elsewhere.
         *
         * @param path normal, with single slashes
         */
        Optional<Destination> find(String path) {
            Destination best = paths.get("/");
            int end = 0;
            for (int i = 0; i < deepest && end < path.length() - 1; i++) {
                int slash = path.indexOf('/', end + 1);
                end = slash < 0 ? path.length() : slash;
                Destination longer = paths.get(path.substring(0, end));
                best = longer == null ? best : longer;
            }
            return best != null && !AccessRule.isPrivate(best.route().access())
                    ? Optional.of(best).filter(_ -> engines.ofPath(path).isEmpty())
                    : Optional.ofNullable(best);
        }

        /**
         * Whether a path may mean another destination, for other visitors, to what is found by it.
         */
        boolean isAmbiguous(String path, Destination found) {
            return lax.isAmbiguous(path, found);
        }

        /** Whether some of its routes need sign-in. */
        boolean isGuarded() {
            return guarded;
        }

        /** Whether there are hosts below this one, whose names end with its name. */
        boolean isParent() {
            return parent;
        }

        private static int depth(String path) {
            return path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
        }
    }
}
