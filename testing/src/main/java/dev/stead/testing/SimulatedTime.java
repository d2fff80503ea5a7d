package dev.stead.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Runs a simulation: one task at a time, in an order that the seed decides, and time passes only
 * when it is let. The same seed gives the same history. The wall clock, which is read as this
 * {@link InstantSource}, may jump; the steady time does not. For one thread.
 */
public final class SimulatedTime implements InstantSource {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    /** One ready task in this many waits until the next timer is due, as on a busy machine. */
    private static final int DELAYED = 40;

    /** So much time may pass before a ready task runs. */
    private static final Duration DELAY = Duration.ofMillis(500);

    private final RandomGenerator random;
    private final List<Runnable> ready = new ArrayList<>();
    private final PriorityQueue<Timed> timed =
            new PriorityQueue<>(
                    Comparator.comparingLong(Timed::at).thenComparingLong(Timed::number));
    private long now;
    private long number;
    private Duration skew = Duration.ZERO;

    /** Begins at a fixed time. */
    public SimulatedTime(RandomGenerator random) {
        this.random = random;
    }

    private record Timed(long at, long number, Runnable task) {}

    /** The steady time, in nanoseconds since the beginning. */
    public long nanos() {
        return now;
    }

    @Override
    public Instant instant() {
        return BEGIN.plusNanos(now).plus(skew);
    }

    /** The wall clock is set. */
    public void jump(Duration by) {
        skew = skew.plus(by);
    }

    /** Something happens in the world after this time, whether a server runs or not. */
    public Runnable after(Duration delay, Runnable task) {
        Timed planned = new Timed(now + Math.max(0, delay.toNanos()), number++, task);
        timed.add(planned);
        return () -> timed.remove(planned);
    }

    void soon(Runnable task) {
        ready.add(task);
    }

    /** Runs one task; lets time pass to the next one when none is ready. */
    boolean step() {
        if (ready.isEmpty() || (random.nextInt(DELAYED) == 0 && isDueSoon())) {
            Timed next = timed.poll();
            if (next == null) {
                return false;
            }
            now = Math.max(now, next.at);
            ready.add(next.task);
            return true;
        }
        int chosen = random.nextInt(ready.size());
        Runnable task = ready.get(chosen);
        ready.set(chosen, ready.getLast());
        ready.removeLast();
        task.run();
        return true;
    }

    private boolean isDueSoon() {
        return !timed.isEmpty() && timed.peek().at - now < DELAY.toNanos();
    }

    /**
     * Runs until something is so.
     *
     * @return false when it is not so after this time, or when nothing is left that could happen
     */
    public boolean until(BooleanSupplier done, Duration atMost) {
        long end = now + atMost.toNanos();
        while (!done.getAsBoolean()) {
            if (ready.isEmpty() && (timed.isEmpty() || timed.peek().at > end)) {
                now = Math.max(now, end);
                return false;
            }
            step();
        }
        return true;
    }

    /** Lets this time pass, with all that happens in it. */
    public void pass(Duration duration) {
        until(() -> false, duration);
    }
}
