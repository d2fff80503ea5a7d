package dev.stead.testing;

import dev.stead.base.Scheduler;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The threads of one server in a simulation, up to its kill: then what was to run never does, and
 * what waits ends where it stands. What the server does to the world calls {@link #point}, so that
 * it can be killed before and after each act.
 */
public final class SimulatedServer implements Scheduler {
    /** Ends a thread of a server that was killed. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final SimulatedTime time;
    private final Set<Fiber> alive = new LinkedHashSet<>();
    private @Nullable Fiber current;
    private boolean dead;
    private int pointsLeft = Integer.MAX_VALUE;

    /** A server that begins now. */
    public SimulatedServer(SimulatedTime time) {
        this.time = time;
    }

    /** Whether it was killed. */
    public boolean dead() {
        return dead;
    }

    /** Is killed at the n-th point from now on, at the latest. */
    public void dieAt(int points) {
        pointsLeft = points;
    }

    /** Is killed now. */
    public void kill() {
        if (!dead) {
            dead = true;
            time.soon(this::end);
        }
    }

    private void end() {
        List.copyOf(alive).stream().filter(Fiber::paused).forEach(Fiber::run);
        alive.clear();
    }

    /** The server is about to act, or has acted: it may be killed here. */
    public void point() {
        if (!dead && --pointsLeft <= 0) {
            kill();
        }
        if (dead) {
            throw new Killed();
        }
    }

    /** An act takes this long; others go on meanwhile. */
    public void spend(Duration duration) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        after(duration, () -> over.complete(true));
        await(over);
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public void execute(Runnable task) {
        if (dead) {
            return;
        }
        Fiber fiber = new Fiber(task, this);
        time.soon(() -> begin(fiber));
    }

    private void begin(Fiber fiber) {
        if (!dead) {
            alive.add(fiber);
            goOn(fiber);
        }
    }

    private void goOn(Fiber fiber) {
        fiber.run();
        if (!fiber.paused()) {
            alive.remove(fiber);
        }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Runnable cancel = time.after(delay, () -> execute(task));
        return cancel::run;
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
        if (dead) {
            throw new Killed();
        }
        Fiber me = current;
        if (me == null) {
            throw new IllegalStateException("only a task of the server can wait");
        }
        if (!result.isDone()) {
            var _ = result.whenComplete((_, _) -> time.soon(() -> resume(me)));
            me.pause();
            if (dead) {
                throw new Killed();
            }
        }
        return result.join();
    }

    private void resume(Fiber fiber) {
        if (!dead) {
            goOn(fiber);
        }
    }

    /** Which of its tasks runs from now on; returns which did. */
    @Nullable Fiber running(@Nullable Fiber next) {
        Fiber before = current;
        current = next;
        return before;
    }
}
