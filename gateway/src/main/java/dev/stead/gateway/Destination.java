package dev.stead.gateway;

import dev.stead.model.Route;

import java.util.List;

/** A route of the table with what answers there, ready to use. */
sealed interface Destination {
    /** Instances of a component; several or none. */
    record Proxied(String component, Route route, List<Upstream> upstreams) implements Destination {
        public Proxied {
            upstreams = List.copyOf(upstreams);
        }
    }

    /** Files of a site. */
    record Files(Route route, Site site) implements Destination {}
}
