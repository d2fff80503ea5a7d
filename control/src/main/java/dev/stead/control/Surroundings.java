package dev.stead.control;

import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a recipe may know besides its component.
 *
 * @param state the system's folder
 * @param releases folder of each component's release, by component
 * @param ports stable port of each component that has one
 * @param given what each component's needs give it, by component
 * @param secrets to see whether one has a value; never to put a value anywhere
 */
record Surroundings(
        StateFolder state,
        Map<String, Path> releases,
        Function<String, Integer> ports,
        Map<String, SortedMap<String, String>> given,
        Secrets secrets) {
    Surroundings {
        releases = Map.copyOf(releases);
        given = Map.copyOf(given);
    }

    Optional<Path> release(String component) {
        return Optional.ofNullable(releases.get(component));
    }

    SortedMap<String, String> givenTo(String component) {
        return given.getOrDefault(component, Collections.unmodifiableSortedMap(new TreeMap<>()));
    }

    /** The text that stands for a secret until the agent fills it in. */
    static String secret(String name) {
        return "${secret:" + name + "}";
    }
}
