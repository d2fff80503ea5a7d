package dev.stead.gateway;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still unless it is moved. */
final class MovableClock implements InstantSource {
    private final AtomicLong millis = new AtomicLong(System.currentTimeMillis() / 1000 * 1000);

    void move(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long millis() {
        return millis.get();
    }
}
