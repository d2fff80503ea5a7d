package dev.stead.gateway;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that ask control, named {@code gateway-session-…}, and the bounded queue before them.
 * Secrets that nobody has seen before get only half of the queue, so that made-up ones leave room
 * for the sessions there are. Thread-safe.
 */
final class Lookups implements AutoCloseable {
    private final int waiting;
    private final ThreadPoolExecutor threads;

    Lookups(SessionLimits limits) {
        waiting = limits.waiting();
        threads =
                new ThreadPoolExecutor(
                        limits.lookups(),
                        limits.lookups(),
                        5,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(limits.waiting()),
                        Thread.ofPlatform().daemon().name("gateway-session-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** Takes a task, or says that there is no room for it. */
    boolean take(Runnable task, boolean isKnown) {
        if (!isKnown && threads.getQueue().size() >= waiting / 2) {
            return false;
        }
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
