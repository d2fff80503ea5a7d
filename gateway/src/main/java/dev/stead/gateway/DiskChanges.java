package dev.stead.gateway;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * What has changed while nobody knew yet what is on disk: what is found there must not undo it. Of
 * a fixed size, since a busy component changes much while a slow disk is looked through; so keys
 * may be taken for changed that are not, and an answer or two be lost. Not thread-safe.
 */
final class DiskChanges {
    private static final int BITS = 20;
    private static final int MOST_REMOVALS = 256;

    /** Spreads hashes whose last bits are alike (the golden ratio, Knuth, TAOCP 3, 6.4). */
    private static final int SPREAD = 0x9E3779B9;

    private final BitSet keys = new BitSet(1 << BITS);
    private final List<Predicate<CacheKey>> removals = new ArrayList<>();

    void changed(CacheKey key) {
        keys.set(place(key));
    }

    void removed(Predicate<CacheKey> which) {
        if (removals.size() < MOST_REMOVALS) {
            removals.add(which);
        } else {
            keys.set(0, 1 << BITS);
        }
    }

    /** Whether answers of before may be wrong. */
    boolean has(CacheKey key) {
        return keys.get(place(key)) || removals.stream().anyMatch(it -> it.test(key));
    }

    private static int place(CacheKey key) {
        return (key.hashCode() * SPREAD) >>> (Integer.SIZE - BITS);
    }
}
