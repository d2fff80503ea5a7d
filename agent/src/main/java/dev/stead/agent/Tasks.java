package dev.stead.agent;

import dev.stead.api.InstanceSpec;
import dev.stead.base.SteadException;
import dev.stead.driver.Handle;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What blocks, each in a task of its own that ends with an event. Thread-safe. */
final class Tasks {
    private static final Duration DESTROY = Duration.ofSeconds(10);

    private final InstanceSpec spec;
    private final Workshop shop;

    Tasks(InstanceSpec spec, Workshop shop) {
        this.spec = spec;
        this.shop = shop;
    }

    void launch(String mark, CompletableFuture<?> giveUp, Consumer<Launched> then) {
        execute(() -> {
            try {
                Handle handle = shop.launcher().launch(spec, mark, giveUp);
                then.accept(
                        new Launched(new Event.Started(), Optional.of(handle), Optional.empty()));
            } catch (StartFailure e) {
                then.accept(
                        new Launched(
                                new Event.StartFailed(Words.of(e)), Optional.empty(), e.refusal()));
            } catch (InterruptedException e) {
                then.accept(
                        new Launched(
                                new Event.StartFailed("the start was interrupted"),
                                Optional.empty(),
                                Optional.empty()));
            }
        });
    }

    void probe(Handle handle, Consumer<Event> then) {
        execute(() -> {
            try {
                Optional<String> failure = shop.prober().probe(spec, handle).failure();
                then.accept(
                        failure.<Event>map(Event.ProbeFailed::new).orElseGet(Event.ProbeOk::new));
            } catch (InterruptedException e) {
                then.accept(new Event.ProbeFailed("the probe was interrupted"));
            }
        });
    }

    void clear(Handle handle, Consumer<Event> then) {
        execute(() -> {
            try {
                shop.driver().destroy(handle, DESTROY);
                then.accept(new Event.Cleared());
            } catch (IOException e) {
                then.accept(new Event.ClearFailed("cannot be ended: " + Words.of(e)));
            }
        });
    }

    void signal(Handle handle) {
        execute(() -> shop.driver().signal(handle, spec.stopSignal()));
    }

    private void execute(Runnable task) {
        shop.around().scheduler().execute(task);
    }

    /**
     * @param event Started or StartFailed
     * @param handle of what was started
     * @param refusal why it could not be, when another try would not help
     */
    record Launched(Event event, Optional<Handle> handle, Optional<SteadException> refusal) {}
}
