package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells those who remember an answer that it may have become wrong. They ask again about everybody,
 * so it says so only when something of a session or an account has changed. Thread-safe.
 */
final class Changes {
    private final AtomicLong count = new AtomicLong();

    long count() {
        return count.get();
    }

    /** To be called after the change holds. */
    void raise() {
        count.incrementAndGet();
    }

    /** Does so as soon as this transaction is on record; never when it fails. */
    void raise(Handle h) {
        var _ = h.afterCommit(this::raise);
    }
}
