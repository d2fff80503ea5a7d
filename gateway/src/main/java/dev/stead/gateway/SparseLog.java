package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A log of something that others can make happen often: one line in ten seconds, which says how
 * often it was since the line before. Thread-safe.
 */
final class SparseLog {
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(10);

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

    /**
     * Says it, or counts it for the next line.
     *
     * @param text with {@code {}} for each of the arguments
     * @return how often it was since it was said the last time, this one included; 0 when nothing
     *     was said
     */
    long warn(String text, Object... arguments) {
        unsaid.incrementAndGet();
        long now = nanos.getAsLong();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE)) {
            return 0;
        }
        long times = unsaid.getAndSet(0);
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = times;
        log.warn(text + " ({} since the last such line)", all);
        return times;
    }
}
