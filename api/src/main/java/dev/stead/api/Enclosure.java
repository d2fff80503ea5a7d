package dev.stead.api;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What sets one instance apart from everything else on its machine. An instance that has one is
 * started once: when it ends by itself it has failed, and stays so until it is stopped.
 *
 * @param uid number of the user that it runs as, which nobody else has; empty where Stead is not
 *     root, and then it runs as the server's user
 * @param home the home directory that it has, {@code COMPONENT/ACCOUNT}; empty for one of its own
 *     that ends with it
 * @param reaches loopback ports of others that it may connect to
 * @param disk bytes that its home and its temporary files may take together
 * @param places variables that its words and its environment may name, and that are not put into
 *     its environment themselves
 */
public record Enclosure(
        OptionalInt uid,
        Optional<String> home,
        SortedSet<Integer> reaches,
        OptionalLong disk,
        SortedMap<String, String> places) {
    /** One without places. */
    public Enclosure(
            OptionalInt uid, Optional<String> home, SortedSet<Integer> reaches, OptionalLong disk) {
        this(uid, home, reaches, disk, new TreeMap<>());
    }

    public Enclosure {
        places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        reaches = Collections.unmodifiableSortedSet(new TreeSet<>(reaches));
    }
}
