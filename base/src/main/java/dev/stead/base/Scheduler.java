package dev.stead.base;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Where a role's work runs, and by which clock: virtual threads and a timer in a server, one thread
 * and a time that is moved by hand in a simulation. Thread-safe.
 */
public interface Scheduler {
    /** A time that never jumps, in nanoseconds; only differences mean something. */
    long nanos();

    /** Runs a task soon, in a thread of its own, where it may block. */
    void execute(Runnable task);

    /** Runs a task after this time, in a thread of its own, where it may block. */
    Timer after(Duration delay, Runnable task);

    /**
     * Waits until a result is there and returns it.
     *
     * @throws java.util.concurrent.CompletionException with the failure, when it failed
     * @throws InterruptedException when this thread was interrupted while it waited
     */
    <T> T await(CompletableFuture<T> result) throws InterruptedException;

    /** A task that is still to run. */
    @FunctionalInterface
    interface Timer {
        /** It shall not run; does nothing when it has begun. */
        void cancel();
    }
}
