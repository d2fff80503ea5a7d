package dev.stead.gateway;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Figures of the requests that one component had on one event loop. Only that loop counts; any
 * thread may read, and sees each figure as it was a moment ago.
 */
final class RequestFigures {
    /** Upper bounds of the buckets of durations, nanoseconds; one more has no bound. */
    private static final long[] BOUNDS = {
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L,
        30_000_000_000L,
        60_000_000_000L
    };

    /** How many buckets there are. */
    static final int BUCKETS = BOUNDS.length + 1;

    /** Status classes: the first digit, or 0 for requests that got no answer. */
    static final int CLASSES = 6;

    private static final int SUM = BUCKETS;
    private static final int ROW = BUCKETS + 1;
    private static final int IN = CLASSES * ROW;
    private static final int OUT = IN + 1;
    private static final int UPGRADED = OUT + 1;

    private final AtomicLongArray cells = new AtomicLongArray(UPGRADED + 1);

    /** Counts a request that has ended. */
    void ended(Tally tally, long now) {
        add(IN, tally.in());
        add(OUT, tally.out());
        if (!tally.upgrade().isEmpty()) {
            add(UPGRADED, 1);
            return;
        }
        long took = now - tally.began();
        int row = Math.min(CLASSES - 1, tally.status() / 100) * ROW;
        add(row + bucket(took), 1);
        add(row + SUM, took);
    }

    /** Seconds up to which a bucket counts; the last has no end. */
    static double bound(int bucket) {
        return bucket < BOUNDS.length
                ? (double) BOUNDS[bucket] / TimeUnit.SECONDS.toNanos(1)
                : Double.POSITIVE_INFINITY;
    }

    /** Requests in one bucket alone. */
    long count(int statusClass, int bucket) {
        return cells.get(statusClass * ROW + bucket);
    }

    /** Nanoseconds of all requests of a class together. */
    long sum(int statusClass) {
        return cells.get(statusClass * ROW + SUM);
    }

    long in() {
        return cells.get(IN);
    }

    long out() {
        return cells.get(OUT);
    }

    long upgraded() {
        return cells.get(UPGRADED);
    }

    private static int bucket(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** One thread writes, so that no atomic addition is needed. */
    private void add(int cell, long more) {
        cells.setRelease(cell, cells.getPlain(cell) + more);
    }
}
