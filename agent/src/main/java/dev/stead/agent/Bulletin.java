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
import java.util.function.Predicate;

/**
 * What is to be known of one instance: tells the listeners of each change, and those who wait of
 * the end of it. Thread-safe; publish from one thread at a time.
 */
final class Bulletin {
    private static final Logger LOG = LoggerFactory.getLogger(Bulletin.class);

    private final InstantSource clock;
    private final List<Consumer<InstanceStatus>> listeners;
    private final List<Wait> waiting = new ArrayList<>();
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
        return when(seen -> seen.state() != InstanceState.STARTING);
    }

    /** Completes when it is not healthy, at once when it is not now. */
    CompletableFuture<InstanceStatus> troubled() {
        return when(seen -> seen.state() != InstanceState.HEALTHY);
    }

    private CompletableFuture<InstanceStatus> when(Predicate<InstanceStatus> is) {
        CompletableFuture<InstanceStatus> change = new CompletableFuture<>();
        synchronized (waiting) {
            if (is.test(status)) {
                change.complete(status);
            } else {
                waiting.add(new Wait(is, change));
            }
        }
        return change;
    }

    /** Nobody waits for this any more. */
    void forget(CompletableFuture<InstanceStatus> change) {
        synchronized (waiting) {
            change.cancel(false);
            waiting.removeIf(wait -> wait.change().isDone());
        }
    }

    void publish(Life life, Optional<Handle> process) {
        InstanceStatus seen = status;
        Instant since = seen.state() == life.state() ? seen.since() : clock.instant();
        InstanceStatus next = describe(seen.spec(), life, process, since);
        if (next.equals(seen)) {
            return;
        }
        List<Wait> told;
        synchronized (waiting) {
            status = next;
            told = waiting.stream().filter(wait -> wait.is().test(next)).toList();
            waiting.removeAll(told);
        }
        told.forEach(wait -> wait.change().complete(next));
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

    /** Somebody who waits for a status of which this is true. */
    private record Wait(Predicate<InstanceStatus> is, CompletableFuture<InstanceStatus> change) {}
}
