package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Says in the server's log that visitors are refused by a limit: for each reason one line in ten
 * seconds, with how many there were since the line before. Thread-safe.
 */
final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long PACE = TimeUnit.SECONDS.toNanos(10);

    private final LongSupplier clock;
    private final Map<Refusal, Row> rows = new ConcurrentHashMap<>();

    /**
     * @param clock monotonic, nanoseconds, from 0 on
     */
    RefusalLog(LongSupplier clock) {
        this.clock = clock;
    }

    /** When the next line is due, and how many were refused since the last one. */
    private record Row(AtomicLong due, AtomicLong count) {}

    /**
     * Somebody was refused.
     *
     * @param who address or account
     * @return whether a line was written
     */
    boolean note(Refusal why, String who) {
        Row row = rows.computeIfAbsent(why, _ -> new Row(new AtomicLong(), new AtomicLong()));
        row.count().incrementAndGet();
        long now = clock.getAsLong();
        long due = row.due().get();
        if (now < due || !row.due().compareAndSet(due, now + PACE)) {
            return false;
        }
        LOG.warn(
                "the gateway refuses by its limit \"{}\": {} times since it last said so, now {}",
                why.word(),
                row.count().getAndSet(0),
                who);
        return true;
    }
}
