package dev.stead.testing;

import dev.stead.base.Scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * One thread and a time that is moved by hand. A wait runs what is ready, then lets time pass up to
 * the next timer, until what is waited for is there.
 */
public final class ManualScheduler implements Scheduler, InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final Queue<Runnable> ready = new ArrayDeque<>();
    private final PriorityQueue<Timed> timed =
            new PriorityQueue<>(
                    Comparator.comparingLong(Timed::at).thenComparingLong(Timed::number));
    private long now;
    private long number;
    private boolean dead;

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(now);
    }

    @Override
    public void execute(Runnable task) {
        if (!dead) {
            ready.add(task);
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Timed planned = new Timed(now + Math.max(0, delay.toNanos()), number++, task);
        if (!dead) {
            timed.add(planned);
        }
        return () -> timed.removeIf(one -> one.number == planned.number);
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
        while (!result.isDone()) {
            if (!runOne() && !skip(Long.MAX_VALUE)) {
                throw new IllegalStateException("it waits for ever");
            }
        }
        return result.join();
    }

    /** Runs all that is ready, without time passing. */
    public void settle() {
        while (runOne()) {
            // Until nothing is ready.
        }
    }

    /** Lets this time pass, running what is due. */
    public void pass(Duration duration) {
        long until = now + duration.toNanos();
        settle();
        while (skip(until)) {
            settle();
        }
        now = until;
    }

    /** What was to run never does, as when the server is killed. */
    public void die() {
        dead = true;
        ready.clear();
        timed.clear();
    }

    private boolean runOne() {
        Runnable task = ready.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    private boolean skip(long until) {
        Timed next = timed.peek();
        if (next == null || next.at > until) {
            return false;
        }
        timed.remove(next);
        now = Math.max(now, next.at);
        ready.add(next.task);
        return true;
    }

    private record Timed(long at, long number, Runnable task) {}
}
