package dev.stead.agent;

import dev.stead.api.InstanceStatus;
import dev.stead.model.InstanceState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells of one instance's state: the listeners of each change, the waiting of the end of it. */
final class Announcer {
    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

    private final List<Consumer<InstanceStatus>> listeners;
    private final List<CompletableFuture<InstanceStatus>> waiting = new ArrayList<>();

    /**
     * @param listeners of the agent; may grow
     */
    Announcer(List<Consumer<InstanceStatus>> listeners) {
        this.listeners = listeners;
    }

    /** Completes when the state is settled, at once when it is already. */
    CompletableFuture<InstanceStatus> settled(Supplier<InstanceStatus> current) {
        CompletableFuture<InstanceStatus> settled = new CompletableFuture<>();
        synchronized (waiting) {
            InstanceStatus status = current.get();
            if (settled(status)) {
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

    /**
     * @param publish makes the status the current one
     */
    void announce(InstanceStatus status, Runnable publish) {
        List<CompletableFuture<InstanceStatus>> told = List.of();
        synchronized (waiting) {
            publish.run();
            if (settled(status)) {
                told = List.copyOf(waiting);
                waiting.clear();
            }
        }
        told.forEach(one -> one.complete(status));
        for (Consumer<InstanceStatus> listener : listeners) {
            try {
                listener.accept(status);
            } catch (RuntimeException e) {
                LOG.warn("a listener failed on the state of {}", status.id(), e);
            }
        }
    }

    private static boolean settled(InstanceStatus status) {
        return status.state() != InstanceState.STARTING;
    }
}
