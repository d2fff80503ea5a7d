package dev.stead.gateway;

import java.time.Duration;

/**
 * How much of its share a new instance gets: {@code weight = max(0.1, age / slowStart)}, and 1 from
 * the end of the slow start on. The formula is that of Envoy's slow start mode with an aggression
 * of 1 and a least weight of 10 %.
 *
 * <p>By least connections alone, an instance with nothing under way would be first with every
 * request. So an instance of this weight takes part in the choice only that often, in an even
 * pattern ({@link #isTurn}), and then what it has under way counts {@code 1 / weight} times. While
 * there is little to do its share is thus weight / instances, and under load what it has under way
 * is to that of others as its weight is to 1.
 */
final class SlowStart {
    private static final double LEAST = 0.1;

    /** 2^32 divided by the golden ratio: its multiples spread evenly (Knuth, TAOCP 3, 6.4). */
    private static final int GOLDEN = 0x9E3779B9;

    private SlowStart() {}

    /**
     * The weight of an instance.
     *
     * @param age since it was first named, nanoseconds
     */
    static double weight(long age, Duration slowStart) {
        long whole = slowStart.toNanos();
        return age >= whole ? 1 : Math.max(LEAST, (double) age / whole);
    }

    /**
     * Whether an instance of this weight takes part this time.
     *
     * @param turn a number that grows
     */
    static boolean isTurn(int turn, double weight) {
        return Integer.toUnsignedLong(turn * GOLDEN) < weight * 0x1p32;
    }
}
