package dev.stead.gateway;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When a session was last used here, and what of that control knows; times of the gateway's
 * monotonic clock. Thread-safe.
 */
final class LastUse {
    private final AtomicLong last;
    private volatile long reported;

    LastUse(long now) {
        last = new AtomicLong(now);
        reported = now;
    }

    /** Needs no fence: who reads it a moment later may as well have come a moment before. */
    void at(long now) {
        last.lazySet(now);
    }

    long last() {
        return last.get();
    }

    /** Whether control has been told of a use at this time. */
    boolean isReported(long time) {
        return reported - time >= 0;
    }

    void reported(long time) {
        reported = time;
    }
}
