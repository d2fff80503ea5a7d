package dev.stead.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An instance that exists, reduced to what planning needs; for a component without instances, what
 * is published.
 *
 * @param instance its id; for what the gateway serves itself, the component's name
 * @param facets what it was started with
 * @param state where it is in its life
 */
public record Running(
        String instance,
        String component,
        String kind,
        SortedMap<String, String> facets,
        InstanceState state) {
    public Running {
        facets = Collections.unmodifiableSortedMap(new TreeMap<>(facets));
    }
}
