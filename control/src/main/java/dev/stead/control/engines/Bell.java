package dev.stead.control.engines;

import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** Wakes those who wait until something has changed. Thread-safe. */
final class Bell {
    private final Scheduler scheduler;
    private final Map<Object, CompletableFuture<Boolean>> waiting = new ConcurrentHashMap<>();

    Bell(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Something has changed: each looks again. */
    void ring() {
        List.copyOf(waiting.values()).forEach(w -> w.complete(true));
    }

    /**
     * Waits until this is so, looking again whenever something has changed; returns whether it is.
     */
    boolean await(BooleanSupplier so, Duration atMost) {
        long end = scheduler.nanos() + atMost.toNanos();
        while (!so.getAsBoolean()) {
            long left = end - scheduler.nanos();
            if (left <= 0) {
                return false;
            }
            CompletableFuture<Boolean> rung = new CompletableFuture<>();
            Object me = new Object();
            waiting.put(me, rung);
            Scheduler.Timer timer =
                    scheduler.after(Duration.ofNanos(left), () -> rung.complete(false));
            try {
                // What changed before it was heard of is seen here.
                if (!so.getAsBoolean()) {
                    scheduler.await(rung);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SteadException(
                        Code.EXHAUSTED, "the wait was interrupted", "ask again", e);
            } finally {
                timer.cancel();
                waiting.remove(me);
            }
        }
        return true;
    }
}
