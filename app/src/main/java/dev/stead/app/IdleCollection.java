package dev.stead.app;

import dev.stead.base.Scheduler;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;

/**
 * Gives memory back that a start, or people who signed in, needed for a moment. The collector of a
 * server gives memory back in whole collections alone, and has none while its heap has room; so one
 * is asked for when the server has next to nothing to do, and the old generation has grown by much
 * since the last one. It stops the server for some 50 ms. Thread-safe.
 */
final class IdleCollection implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(20);

    /** So much of one core is next to nothing. */
    private static final double IDLE = 0.05;

    private static final long MUCH = 4L << 20;

    private final Scheduler scheduler;
    private final Memory memory;
    private long cpuBefore;
    private volatile boolean closed;

    IdleCollection(Scheduler scheduler, Memory memory) {
        this.scheduler = scheduler;
        this.memory = memory;
    }

    /** A process's memory and what it has done. */
    interface Memory {
        /** Processor time of the process so far, in nanoseconds. */
        long cpu();

        /** Bytes by which the old generation grew since the last whole collection. */
        long grown();

        /** Has a whole collection made. */
        void collect();
    }

    /** Begins to look, until it is closed. */
    void start() {
        cpuBefore = memory.cpu();
        later();
    }

    private void later() {
        scheduler.after(
                EVERY,
                () -> {
                    if (!closed) {
                        look();
                        later();
                    }
                });
    }

    private void look() {
        long cpu = memory.cpu();
        boolean idle = cpu - cpuBefore < EVERY.toNanos() * IDLE;
        if (idle && memory.grown() > MUCH) {
            memory.collect();
        }
        cpuBefore = memory.cpu();
    }

    @Override
    public void close() {
        closed = true;
    }

    /** This process's own. */
    static final class Own implements Memory {
        private final MemoryPoolMXBean old =
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .filter(pool -> pool.getName().matches("(Tenured|.* Old) Gen"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no old generation"));

        @Override
        public long cpu() {
            return ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .orElse(Duration.ZERO)
                    .toNanos();
        }

        @Override
        public long grown() {
            MemoryUsage lately = old.getCollectionUsage();
            return old.getUsage().getUsed() - (lately == null ? 0 : lately.getUsed());
        }

        @Override
        public void collect() {
            System.gc();
        }
    }
}
