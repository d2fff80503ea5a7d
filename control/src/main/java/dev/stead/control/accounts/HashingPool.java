package dev.stead.control.accounts;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where hashes of passwords are computed: few at once, in the order in which they were asked for,
 * so that sign-ins starve nothing else. Thread-safe.
 */
final class HashingPool implements AutoCloseable {
    private static final int IDLE_SECONDS = 60;

    private final ThreadPoolExecutor pool;
    private final Semaphore places;
    private final AtomicLong tickets = new AtomicLong();

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
                        new PriorityBlockingQueue<>(),
                        Thread.ofPlatform().name("password-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
        this.places = new Semaphore(atOnce + waiting);
    }

    /** As many as leave half of the processors to others, at most two. */
    static int atOnce(int processors) {
        return Math.clamp(processors / 2, 1, 2);
    }

    /** Work with its place in the order. */
    private static final class Turn<T> extends FutureTask<T> implements Comparable<Turn<?>> {
        private final long ticket;

        Turn(long ticket, Callable<T> work) {
            super(work);
            this.ticket = ticket;
        }

        @Override
        public int compareTo(Turn<?> other) {
            return Long.compare(ticket, other.ticket);
        }
    }

    /** A place in the order, for work that has to find something out first. */
    long ticket() {
        return tickets.incrementAndGet();
    }

    /** Does this in the order in which it is asked for. */
    <T> T run(Callable<T> work) {
        return run(ticket(), work);
    }

    /**
     * Does this in its turn.
     *
     * @throws SteadException EXHAUSTED when too many wait already, or the thread is interrupted
     */
    <T> T run(long ticket, Callable<T> work) {
        if (!places.tryAcquire()) {
            throw busy(new RejectedExecutionException("every place is taken"));
        }
        try {
            return inTurn(new Turn<>(ticket, work));
        } finally {
            places.release();
        }
    }

    private <T> T inTurn(Turn<T> result) {
        try {
            pool.execute(result);
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
