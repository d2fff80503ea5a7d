package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Tasks that are done side by side, as the steps of a wave. Thread-safe. */
record Together(Scheduler scheduler) {
    /** Runs tasks at the same time, waits for all, then throws the first failure. */
    void run(List<Runnable> tasks) {
        List<CompletableFuture<Optional<SteadException>>> running =
                tasks.stream().map(this::begin).toList();
        List<SteadException> failures =
                running.stream().map(this::await).flatMap(Optional::stream).toList();
        if (!failures.isEmpty()) {
            failures.stream().skip(1).forEach(failures.getFirst()::addSuppressed);
            throw failures.getFirst();
        }
    }

    private CompletableFuture<Optional<SteadException>> begin(Runnable task) {
        CompletableFuture<Optional<SteadException>> end = new CompletableFuture<>();
        scheduler.execute(() -> {
            try {
                task.run();
                end.complete(Optional.empty());
            } catch (RuntimeException e) {
                end.complete(Optional.of(failure(e)));
            } catch (Error e) {
                end.completeExceptionally(e);
                throw e;
            }
        });
        return end;
    }

    private Optional<SteadException> await(CompletableFuture<Optional<SteadException>> task) {
        try {
            return scheduler.await(task);
        } catch (CompletionException e) {
            return Optional.of(failure(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SteadException(Code.EXTERNAL, "interrupted", "run stead up again", e);
        }
    }

    private static SteadException failure(@Nullable Throwable cause) {
        if (cause instanceof SteadException known) {
            return known;
        }
        return new SteadException(
                Code.INTERNAL,
                "Stead made a mistake: " + cause,
                "the server's log has the details",
                new IllegalStateException(cause));
    }
}
