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
        this.own = Optional.empty();
        this.engines = EngineNames.NONE;
        this.hosts = new HashMap<>();
        addHosts(destinations, Map.of());
    }

    /**
     * Likewise.
     *
     * @param own the host of Stead's own pages, one of the hosts
     * @param engines what is called like an engine
     * @param before routes in use, whose hosts are taken over where nothing about them changes
     */
    Routes(
            Map<String, Map<String, Destination>> destinations,
            Optional<String> own,
            EngineNames engines,
            Routes before) {
        this.own = own;
        this.engines = engines;
        this.hosts = HashMap.newHashMap(destinations.size());
        addHosts(destinations, before.hosts);
    }

    private void addHosts(
            Map<String, Map<String, Destination>> destinations, Map<String, Host> before) {
        Set<String> parents = new HashSet<>();
        destinations.keySet().forEach(host -> addParents(host.toLowerCase(Locale.ROOT), parents));
        engines.domain().ifPresent(parents::add);
        destinations.forEach((host, paths) -> {
            String name = host.toLowerCase(Locale.ROOT);
            boolean parent = parents.contains(name);
            EngineNames inside =
                    engines.domain().filter(name::equals).isPresent() ? engines : EngineNames.NONE;
            Host known = before.get(name);
            hosts.put(
                    name,
                    known != null && known.isOf(paths, parent, inside)
                            ? known
                            : new Host(paths, parent, inside));
        });
    }

    private static void addParents(String host, Set<String> parents) {
        int dot = host.indexOf('.');
        // Of one that is known, so are its own.
        while (dot >= 0 && parents.add(host.substring(dot + 1))) {
            dot = host.indexOf('.', dot + 1);
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
                AddressFilter filter = AddressFilter.of(destination.route().from());
                if (!filter.isOpen()) {
                    filters.put(destination, filter);
                }
            }
        }

        /** Whether it is just what would be made of these. */
        private boolean isOf(Map<String, Destination> all, boolean isParent, EngineNames inside) {
            return parent == isParent && engines == inside && paths.equals(all);
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
            return path.equals("/") ? 0 : PathText.slashes(path);
        }
    }
}
