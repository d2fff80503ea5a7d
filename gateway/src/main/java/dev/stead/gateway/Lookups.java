package dev.stead.gateway;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that ask control, named {@code gateway-session-…}, and the bounded queue before them.
 * Each kind of errand has a part of the queue, so that made-up secrets leave room for the sessions
 * there are, and for sign-ins. Thread-safe.
 */
final class Lookups implements AutoCloseable {
    private static final int RESERVED_PART = 16;

    private final int most;
    private final int reserve;
    private final ThreadPoolExecutor threads;
    private final AtomicInteger secrets = new AtomicInteger();
    private final AtomicInteger codes = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();

    /** What control is asked, or told. */
    enum Errand {
        /** Whose session a secret is that was one before. */
        KNOWN,
        /** The same of a secret never seen, which may have half of what these two share. */
        UNKNOWN,
        /** What a one-time code is good for. */
        CODE,
        /** Who was refused. */
        REFUSAL
    }

    Lookups(SessionLimits limits) {
        most = limits.waiting();
        reserve = Math.max(1, most / RESERVED_PART);
        threads =
                new ThreadPoolExecutor(
                        limits.lookups(),
                        limits.lookups(),
                        5,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(most + 2 * reserve),
                        Thread.ofPlatform().daemon().name("gateway-session-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Takes a task, or says that there is no room for it. */
    boolean take(Errand errand, Runnable task) {
        return switch (errand) {
            case KNOWN -> take(secrets, most, task);
            case UNKNOWN -> take(secrets, most / 2, task);
            case CODE -> take(codes, reserve, task);
            case REFUSAL -> take(refusals, reserve, task);
        };
    }

    private boolean take(AtomicInteger waiting, int room, Runnable task) {
        if (waiting.incrementAndGet() > room) {
            waiting.decrementAndGet();
            return false;
        }
        try {
            threads.execute(() -> {
                waiting.decrementAndGet();
                task.run();
            });
            return true;
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
