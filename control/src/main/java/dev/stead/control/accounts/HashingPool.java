package dev.stead.control.accounts;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where hashes of passwords are computed: few at once, in the order in which they were asked for,
 * so that sign-ins starve nothing else. Thread-safe.
 */
final class HashingPool implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;

    private final ThreadPoolExecutor pool;

    /**
     * @param atOnce how many at the same time
     * @param waiting how many may wait besides
     */
    HashingPool(int atOnce, int waiting) {
        this.pool =
                new ThreadPoolExecutor(
                        atOnce,
                        atOnce,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(waiting),
                        Thread.ofPlatform().name("password-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /** As many as leave half of the processors to others, at most two. */
    static int atOnce(int processors) {
        return Math.clamp(processors / 2, 1, 2);
    }

    /**
     * Does this in its turn.
     *
     * @throws SteadException EXHAUSTED when too many wait already, or the thread is interrupted
     */
    <T> T run(Callable<T> work) {
        Future<T> result;
        try {
            result = pool.submit(work);
        } catch (RejectedExecutionException e) {
            throw busy(e);
        }
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw busy(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SteadException known
                    ? known
                    : new IllegalStateException(e.getCause());
        }
    }

    /** How many wait for their turn. */
    int waiting() {
        return pool.getQueue().size();
    }

    private static SteadException busy(Exception cause) {
        return new SteadException(
                Code.EXHAUSTED,
                "too many people are signing in at the moment",
                "try again in half a minute",
                cause);
    }

    @Override
    public void close() {
        pool.close();
    }
}
