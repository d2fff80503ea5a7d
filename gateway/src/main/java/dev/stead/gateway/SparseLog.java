package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A log of something that others can make happen often: one line in ten seconds. Thread-safe. */
final class SparseLog {
    private static final long PAUSE = 10_000_000_000L;

    private final Logger log;
    private final LongSupplier nanos;
    private final AtomicLong next;
    private final AtomicLong unsaid = new AtomicLong();

    /**
     * @param nanos as {@link System#nanoTime}
     */
    SparseLog(Class<?> of, LongSupplier nanos) {
        this.log = LoggerFactory.getLogger(of);
        this.nanos = nanos;
        this.next = new AtomicLong(nanos.getAsLong());
    }

    /** Says it, or counts it for the next line. */
    void warn(String text, Object... arguments) {
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE)) {
            unsaid.incrementAndGet();
            return;
        }
        log.warn(text, arguments);
        long before = unsaid.getAndSet(0);
        if (before > 0) {
            log.warn("the same {} times since the last such line", before);
        }
    }
}
