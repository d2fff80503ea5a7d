package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Where everything that concerns one instance arrives: commands, events and wakes, handled one
 * after the other until it is closed. Thread-safe.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final String instance;
    private final Scheduler scheduler;
    private final Mailbox mailbox;
    private volatile boolean closed;

    // Only touched in the mailbox.
    private Scheduler.Timer timer = () -> {};

    Inbox(String instance, Scheduler scheduler) {
        this.instance = instance;
        this.scheduler = scheduler;
        this.mailbox = new Mailbox(scheduler);
    }

    /** Handles a task, unless the inbox is closed by then. */
    void post(Runnable task) {
        mailbox.post(() -> {
            if (closed) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a mistake in the supervision of {}", instance, e);
            }
        });
    }

    /**
     * Handles a task for somebody who waits for what comes of it.
     *
     * @param register keeps the answer to be completed later; what the task throws completes it
     */
    CompletableFuture<Boolean> command(
            Consumer<CompletableFuture<Boolean>> register, Runnable task) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        mailbox.post(() -> {
            if (closed) {
                done.completeExceptionally(ending());
                return;
            }
            register.accept(done);
            try {
                task.run();
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            } catch (Error e) {
                done.completeExceptionally(e);
                throw e;
            }
        });
        return done;
    }

    /** Handles the task at this time instead of at any time that was set before. */
    void wakeAt(OptionalLong nanos, Runnable task) {
        timer.cancel();
        timer = () -> {};
        if (nanos.isPresent() && !closed) {
            long delay = Math.max(0, nanos.getAsLong() - scheduler.nanos());
            timer = scheduler.after(Duration.ofNanos(delay), () -> post(task));
        }
    }

    /** Handles nothing any more but this. */
    CompletableFuture<Boolean> close(Runnable last) {
        closed = true;
        CompletableFuture<Boolean> quiet = new CompletableFuture<>();
        mailbox.post(() -> {
            timer.cancel();
            last.run();
            quiet.complete(true);
        });
        return quiet;
    }

    static SteadException ending() {
        return new SteadException(Code.EXHAUSTED, "this server is ending", "try again");
    }
}
