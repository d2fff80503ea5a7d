package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.driver.Handle;
import dev.stead.model.InstanceState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * What is to be known of one instance: tells the listeners of each change, and those who wait of
 * the end of it. Thread-safe; publish from one thread at a time.
 */
final class Bulletin {
    private static final Logger LOG = LoggerFactory.getLogger(Bulletin.class);

    private final InstantSource clock;
    private final List<Consumer<InstanceStatus>> listeners;
    private final List<CompletableFuture<InstanceStatus>> waiting = new ArrayList<>();
    private volatile InstanceStatus status;

    /**
     * @param listeners of the agent; may grow
     */
    Bulletin(
            InstanceSpec spec,
            Life life,
            InstantSource clock,
            List<Consumer<InstanceStatus>> listeners) {
        this.clock = clock;
        this.listeners = listeners;
        this.status = describe(spec, life, Optional.empty(), clock.instant());
    }

    /** Without what it uses. */
    InstanceStatus status() {
        return status;
    }

    InstanceStatus with(UsageMeter.Reading reading) {
        InstanceStatus seen = status;
        return new InstanceStatus(
                seen.spec(),
                seen.pid(),
                seen.state(),
                seen.since(),
                seen.restarts(),
                seen.reason(),
                reading.memory(),
                reading.cpu());
    }

    /** Completes when the state is settled, at once when it is already. */
    CompletableFuture<InstanceStatus> settled() {
        CompletableFuture<InstanceStatus> settled = new CompletableFuture<>();
        synchronized (waiting) {
            if (isSettled(status)) {
                settled.complete(status);
            } else {
                waiting.add(settled);
            }
        }
        return settled;
    }

    /** Nobody waits for this any more. */
    void forget(CompletableFuture<InstanceStatus> settled) {
        synchronized (waiting) {
            settled.cancel(false);
            waiting.removeIf(CompletableFuture::isDone);
        }
    }

    void publish(Life life, Optional<Handle> process) {
        InstanceStatus seen = status;
        Instant since = seen.state() == life.state() ? seen.since() : clock.instant();
        InstanceStatus next = describe(seen.spec(), life, process, since);
        if (next.equals(seen)) {
            return;
        }
        List<CompletableFuture<InstanceStatus>> told = List.of();
        synchronized (waiting) {
            status = next;
            if (isSettled(next)) {
                told = List.copyOf(waiting);
                waiting.clear();
            }
        }
        told.forEach(one -> one.complete(next));
        listeners.forEach(listener -> tell(listener, next));
    }

    private static void tell(Consumer<InstanceStatus> listener, InstanceStatus next) {
        try {
            listener.accept(next);
        } catch (RuntimeException e) {
            LOG.warn("a listener failed on the state of {}", next.id(), e);
        }
    }

    private static InstanceStatus describe(
            InstanceSpec spec, Life life, Optional<Handle> process, Instant since) {
        boolean runs =
                life.phase() instanceof Phase.Running || life.phase() instanceof Phase.Stopping;
        OptionalLong pid =
                runs && process.isPresent()
                        ? OptionalLong.of(process.get().pid())
                        : OptionalLong.empty();
        return new InstanceStatus(
                spec, pid, life.state(), since, life.restarts(), life.reason(), 0, 0);
    }

    private static boolean isSettled(InstanceStatus status) {
        return status.state() != InstanceState.STARTING;
    }
}
