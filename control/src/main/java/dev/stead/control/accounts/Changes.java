package dev.stead.control.accounts;

import java.util.concurrent.atomic.AtomicLong;

/** Tells those who remember an answer that it may have become wrong. Thread-safe. */
final class Changes {
    private final AtomicLong count = new AtomicLong();

    long count() {
        return count.get();
    }

    /** To be called after the change is on record. */
    void raise() {
        count.incrementAndGet();
    }
}
