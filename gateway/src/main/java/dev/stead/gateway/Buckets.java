package dev.stead.gateway;

import dev.stead.model.TrafficRules.Rate;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Token buckets for any number of visitors in memory of a fixed size, without locks.
 *
 * <p>A bucket is one number: the time at which it will be full again, by the virtual scheduling of
 * the generic cell rate algorithm (ITU-T I.371, annex A). A token moves that time on; there is none
 * when that would be further away than an empty bucket takes to fill.
 *
 * <p>A visitor's place is one of eight that follow from a hash which nobody outside can foresee.
 * When all eight are taken, the bucket that is the nearest to full gives way: one that is full says
 * nothing that an absent one does not, and those of visitors who ask too much stay. Two threads
 * that do so at the same moment may give a visitor a few tokens more. Thread-safe.
 */
final class Buckets {
    private static final int WAYS = 8;

    private final AtomicLongArray keys;
    private final AtomicLongArray full;
    private final int sets;
    private final long seed;

    /**
     * Empty.
     *
     * @param size visitors that are known at the same time; a power of two, at least 8
     * @param seed secret
     */
    Buckets(int size, long seed) {
        if (Integer.bitCount(size) != 1 || size < WAYS) {
            throw new IllegalArgumentException("not a power of two from 8 on: " + size);
        }
        this.keys = new AtomicLongArray(size);
        this.full = new AtomicLongArray(size);
        this.sets = size / WAYS;
        this.seed = seed;
    }

    /**
     * Takes a token of an address.
     *
     * @param now nanoseconds of a clock that never goes back, above 0
     * @return 0, or nanoseconds until there will be one
     */
    long take(AddressKey visitor, Rate rate, long now) {
        long key = mixed(mixed(visitor.high() ^ seed) + visitor.low() + (visitor.six() ? 1 : 0));
        return take(key, rate, now);
    }

    /** Likewise, of a name. */
    long take(String name, Rate rate, long now) {
        long key = seed;
        for (int i = 0; i < name.length(); i++) {
            key = mixed(key ^ name.charAt(i));
        }
        return take(mixed(key + name.length()), rate, now);
    }

    private long take(long hash, Rate rate, long now) {
        long key = hash == 0 ? 1 : hash;
        int place = place(key, now);
        long step = Math.max(1, 1_000_000_000L / rate.perSecond());
        long room = step * rate.burst();
        while (true) {
            long was = full.get(place);
            long next = Math.max(was, now) + step;
            if (next - now > room) {
                return next - now - room;
            }
            if (full.compareAndSet(place, was, next)) {
                return 0;
            }
        }
    }

    /** Where a visitor's bucket is; it is made full if there is none. */
    private int place(long key, long now) {
        int first = (int) (key >>> 32 & sets - 1) * WAYS;
        while (true) {
            int fullest = first;
            for (int i = first; i < first + WAYS; i++) {
                if (keys.get(i) == key) {
                    return i;
                }
                if (full.get(i) < full.get(fullest)) {
                    fullest = i;
                }
            }
            long other = keys.get(fullest);
            if (keys.compareAndSet(fullest, other, key)) {
                full.set(fullest, now);
                return fullest;
            }
        }
    }

    /** The finishing step of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
