package dev.stead.gateway;

import java.time.Duration;

/**
 * How fast requests leave a queue, to tell those that find it full when to come again. Not
 * thread-safe.
 */
final class Pace {
    /** Weight of the newest interval in the moving average, as in RFC 6298, 2.3. */
    private static final double NEWEST = 0.125;

    private static final int LONGEST_SECONDS = 120;
    private long last;
    private double interval;
    private boolean known;

    /**
     * One left the queue.
     *
     * @param sinceJoined nanoseconds that it waited; what counts when the queue was empty before
     * @param now of {@link System#nanoTime}
     */
    void left(long sinceJoined, long now) {
        double newest = known ? Math.min(sinceJoined, now - last) : sinceJoined;
        interval = known ? interval + NEWEST * (newest - interval) : newest;
        last = now;
        known = true;
    }

    /**
     * When so many will have left, seconds: at least 1, at most 120.
     *
     * @param unknown what to take while none has left yet
     */
    int secondsFor(int waiting, Duration unknown) {
        double nanos = known ? interval * Math.max(1, waiting) : unknown.toNanos();
        return (int) Math.clamp(Math.ceil(nanos / 1e9), 1, LONGEST_SECONDS);
    }
}
