package dev.stead.agent;

import java.util.OptionalLong;

/**
 * What the probes of a running process have shown. Times are {@link Now#nanos}.
 *
 * @param started when the process was started or adopted
 * @param healthySince since when it is healthy, if it is
 * @param sickSince since when it is unhealthy after it was healthy
 * @param failures failed probes in a row
 * @param probing whether a probe is under way
 * @param next when the next probe is due
 * @param gap time between the last two probes while starting, nanoseconds
 */
record Watch(
        long started,
        OptionalLong healthySince,
        OptionalLong sickSince,
        int failures,
        boolean probing,
        long next,
        long gap) {
    static Watch from(long now, long firstProbe, long gap) {
        return new Watch(
                now, OptionalLong.empty(), OptionalLong.empty(), 0, false, firstProbe, gap);
    }

    Watch underProbe() {
        return new Watch(started, healthySince, sickSince, failures, true, next, gap);
    }

    Watch answered(long now, long nextProbe) {
        return new Watch(
                started,
                healthySince.isPresent() ? healthySince : OptionalLong.of(now),
                OptionalLong.empty(),
                0,
                false,
                nextProbe,
                gap);
    }

    /** A failed probe that changes nothing else. */
    Watch failed(long nextProbe, long nextGap) {
        return new Watch(started, healthySince, sickSince, failures + 1, false, nextProbe, nextGap);
    }

    /** It was healthy and no longer is. */
    Watch fellSick(long now) {
        return new Watch(
                started, OptionalLong.empty(), OptionalLong.of(now), failures, probing, next, gap);
    }

    /** Whether it was ever healthy since its start. */
    boolean everHealthy() {
        return healthySince.isPresent() || sickSince.isPresent();
    }
}
