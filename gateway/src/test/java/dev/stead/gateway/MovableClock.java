package dev.stead.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A clock that goes only when it is told to. */
final class MovableClock implements InstantSource {
    private volatile Instant now;

    /** At the beginning of this second. */
    MovableClock() {
        this(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    MovableClock(Instant now) {
        this.now = now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    void go(Duration by) {
        now = now.plus(by);
    }

    void set(Instant to) {
        now = to;
    }
}
