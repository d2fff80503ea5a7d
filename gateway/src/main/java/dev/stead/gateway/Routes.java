package dev.stead.gateway;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Immutable look-up of destinations: by host, then by the longest prefix of whole segments. The
 * cost does not grow with the number of routes, nor with the length of a request's path.
 */
final class Routes {
    private final Map<String, Host> hosts;
    private final Optional<String> own;

    /** By host, then by path as routes write them ({@code /} or {@code /api}). */
    Routes(Map<String, Map<String, Destination>> destinations) {
        this(destinations, Optional.empty());
    }

    /**
     * Likewise.
     *
     * @param own the host of Stead's own pages, one of the hosts
     */
    Routes(Map<String, Map<String, Destination>> destinations, Optional<String> own) {
        this.own = own;
        hosts = new HashMap<>();
        destinations.forEach(
                (host, paths) -> hosts.put(host.toLowerCase(Locale.ROOT), new Host(paths)));
    }

    /** The host of Stead's own pages. */
    Optional<String> own() {
        return own;
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
        private final int deepest;

        private Host(Map<String, Destination> paths) {
            this.paths = Map.copyOf(paths);
            this.lax = new LaxRoutes(paths);
            this.deepest = paths.keySet().stream().mapToInt(Host::depth).max().orElse(0);
        }

        /**
         * The destination whose path is the longest prefix.
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
            return Optional.ofNullable(best);
        }

        /**
         * Whether a path may mean another destination, for other visitors, to what is found by it.
         */
        boolean isAmbiguous(String path, Destination found) {
            return lax.isAmbiguous(path, found);
        }

        private static int depth(String path) {
            return path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
        }
    }
}
