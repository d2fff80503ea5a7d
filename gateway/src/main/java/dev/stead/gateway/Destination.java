package dev.stead.gateway;

import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;

import java.util.List;
import java.util.Optional;

/** A route of the table with what answers there, ready to use. */
sealed interface Destination {
    /** What the visitor's request named it by. */
    Route route();

    /** What the log calls it. */
    String component();

    /**
     * Something that answers requests itself.
     *
     * @param upstreams several instances, one, or none
     * @param rules how requests are handed to them
     * @param cache what is kept of their answers
     */
    record Proxied(
            Passage.Kind to,
            Route route,
            String component,
            List<Upstream> upstreams,
            ProxyRules rules,
            Optional<CacheRules> cache)
            implements Destination {
        public Proxied {
            upstreams = List.copyOf(upstreams);
        }

        /** Whether it takes the place of another one, for the same visitors. */
        boolean replaces(Proxied other) {
            return to == other.to
                    && route.access().equals(other.route.access())
                    && route.from().equals(other.route.from());
        }
    }

    /**
     * Programs that speak FastCGI, and files beside them.
     *
     * @param folder tells which is which
     * @param files of the same folder
     * @param proxied what runs the programs
     */
    record Programs(ProgramFolder folder, Files files, Proxied proxied) implements Destination {
        @Override
        public Route route() {
            return proxied.route();
        }

        @Override
        public String component() {
            return proxied.component();
        }
    }

    /** Files of a site. */
    record Files(Route route, String component, Site site) implements Destination {}
}
