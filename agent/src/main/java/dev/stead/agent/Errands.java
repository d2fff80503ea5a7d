package dev.stead.agent;

import dev.stead.base.Scheduler;
import dev.stead.driver.Driver;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs commands to their end through the driver: under the same user, limits and mark as an
 * instance, so that what a crash of the server leaves is found and ended. Thread-safe.
 */
final class Errands {
    private static final Duration DESTROY = Duration.ofSeconds(10);

    private final Driver driver;
    private final Scheduler scheduler;

    Errands(Driver driver, Scheduler scheduler) {
        this.driver = driver;
        this.scheduler = scheduler;
    }

    /**
     * Runs a command and waits; nothing of it is left afterwards.
     *
     * @param giveUp when this completes the command is ended by force
     * @return how it ended; empty when it was given up
     * @throws IOException when something of it could not be ended
     */
    Optional<Exit> run(Launch launch, CompletableFuture<?> giveUp)
            throws DriverException, IOException, InterruptedException {
        Handle handle = driver.start(launch);
        CompletableFuture<Optional<Exit>> ended =
                driver.onExit(handle).thenApply(Optional::of).toCompletableFuture();
        CompletableFuture<Optional<Exit>> givenUp = giveUp.thenApply(_ -> Optional.empty());
        try {
            return scheduler.await(ended.applyToEither(givenUp, end -> end));
        } finally {
            driver.destroy(handle, DESTROY);
        }
    }
}
