package dev.stead.model;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a component should be, reduced to what planning needs.
 *
 * @param component its name
 * @param kind its kind
 * @param facets what defines an instance (command, release, environment, …), by name; an instance
 *     whose facets differ has to be replaced
 * @param replicas instances wanted; 0 for what the gateway serves itself
 * @param replacement how an instance gives way to a new one
 * @param needs components that must be healthy before
 */
public record Wanted(
        String component,
        String kind,
        SortedMap<String, String> facets,
        int replicas,
        Replacement replacement,
        List<String> needs) {
    public Wanted {
        facets = Collections.unmodifiableSortedMap(new TreeMap<>(facets));
        needs = List.copyOf(needs);
    }

    /** How an instance gives way to a new one. */
    public enum Replacement {
        /** The new one is healthy before the old one is drained and stopped. */
        ROLLING,
        /** The old one is stopped before the new one starts: both would use the same data. */
        IN_PLACE
    }
}
