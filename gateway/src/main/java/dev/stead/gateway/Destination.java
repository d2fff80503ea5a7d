package dev.stead.gateway;

import dev.stead.model.Route;

import java.util.List;

/** A route of the table with what answers there, ready to use. */
sealed interface Destination {
    /** What the visitor's request named it by. */
    Route route();

    /** Something that answers requests itself: several instances, one, or none. */
    record Proxied(Passage.Kind to, Route route, List<Upstream> upstreams) implements Destination {
        public Proxied {
            upstreams = List.copyOf(upstreams);
        }

        /** Whether it takes the place of another one, for the same visitors. */
        boolean replaces(Proxied other) {
            return to == other.to && route.access().equals(other.route.access());
        }
    }

    /** Files of a site. */
    record Files(Route route, Site site) implements Destination {}
}
