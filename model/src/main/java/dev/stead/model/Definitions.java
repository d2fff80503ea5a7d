package dev.stead.model;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The named parts of the JSON Schema that is being made. */
final class Definitions {
    private final SortedMap<String, Map<String, Object>> named = new TreeMap<>();

    /** A reference to the part of that name, which is made when it is first asked for. */
    Map<String, Object> refer(String name, Supplier<Map<String, Object>> part) {
        if (!named.containsKey(name)) {
            named.put(name, part.get());
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    SortedMap<String, Map<String, Object>> all() {
        return named;
    }
}
