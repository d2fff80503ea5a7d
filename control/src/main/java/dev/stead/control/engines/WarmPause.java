package dev.stead.control.engines;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps warm engines that fail from being started again and again: the pause doubles with each.
 * Thread-safe.
 *
 * @param nanos a time that never jumps
 */
record WarmPause(LongSupplier nanos, Map<String, Pause> pauses) {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLED = 9;

    WarmPause(LongSupplier nanos) {
        this(nanos, new ConcurrentHashMap<>());
    }

    /**
     * @param failures in a row
     * @param until no other one is started before
     */
    record Pause(int failures, long until) {}

    boolean mayWarm(String component) {
        Pause pause = pauses.get(component);
        return pause == null || nanos.getAsLong() - pause.until() >= 0;
    }

    void wentWell(String component) {
        pauses.remove(component);
    }

    /** Returns for how long. */
    Duration wentWrong(String component) {
        int failures = pauses.getOrDefault(component, new Pause(0, 0)).failures();
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, DOUBLED));
        Duration pause = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        pauses.put(component, new Pause(failures + 1, nanos.getAsLong() + pause.toNanos()));
        return pause;
    }

    /** Another file may have mended it. */
    void forget() {
        pauses.clear();
    }
}
