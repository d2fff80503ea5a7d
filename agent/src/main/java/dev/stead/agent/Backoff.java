package dev.stead.agent;

import java.time.Duration;

/**
 * How long to wait before an instance that ended is started again: hardly at all the first time,
 * then 1 s, 2 s, 4 s and so on up to a minute, each a tenth more or less so that instances that
 * failed together do not come back together.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final double JITTER = 0.1;
    private static final int MOST_DOUBLINGS = 10;

    private Backoff() {}

    /**
     * @param ends how often it ended in a row, at least 1
     * @param chance from 0 to 1, decides within the jitter
     */
    static Duration after(int ends, double chance) {
        double factor = 1 - JITTER + 2 * JITTER * chance;
        return Duration.ofNanos((long) (exact(ends).toNanos() * factor));
    }

    /** The same without jitter. */
    static Duration exact(int ends) {
        if (ends <= 1) {
            return FIRST;
        }
        Duration doubled = SECOND.multipliedBy(1L << Math.min(ends - 2, MOST_DOUBLINGS));
        return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }
}
