package dev.stead.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was read of a mapping: the values that were right, and where each key is. Keys count by
 * their names; kinds that share a name share its type.
 */
final class Found {
    private final Place place;
    private final Map<String, Object> values = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Set<String> unclean = new HashSet<>();
    private boolean complete = true;

    /** An empty mapping here. */
    Found(Place place) {
        this.place = place;
    }

    /** Where the mapping is. */
    Place place() {
        return place;
    }

    /** Whether every key was right. */
    boolean complete() {
        return complete;
    }

    void incomplete() {
        complete = false;
    }

    /** Keeps a value, if there is one, and whether nothing in it was wrong. */
    <T> void put(Key<T> key, Place at, Optional<T> value, boolean clean) {
        places.put(key.name(), at);
        if (!clean) {
            unclean.add(key.name());
        }
        value.ifPresentOrElse(v -> values.put(key.name(), v), this::incomplete);
    }

    /** Whether nothing in the key's value was wrong; a list may have lost some of its items. */
    boolean clean(Key<?> key) {
        return !unclean.contains(key.name());
    }

    boolean has(Key<?> key) {
        return places.containsKey(key.name());
    }

    /** Where the value of the key is; where the mapping is when the key is absent. */
    Place at(Key<?> key) {
        return places.getOrDefault(key.name(), place);
    }

    /** What was written, or what its absence means; empty when it was wrong or missing. */
    @SuppressWarnings("unchecked") // put() is the only way in
    <T> Optional<T> value(Key<T> key) {
        return has(key) ? Optional.ofNullable((T) values.get(key.name())) : key.fallback();
    }

    /** The value in a mapping that is complete. */
    <T> T get(Key<T> key) {
        return value(key).orElseThrow();
    }
}
