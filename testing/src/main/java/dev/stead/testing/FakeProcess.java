package dev.stead.testing;

import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.driver.Usage;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * One started program of a {@link FakeDriver}, which guards it with its lock.
 *
 * <pre>
 *   running --end--> ended --serverDied--> ended, status unknown
 *      \--serverDied--> running, adopted --end--> ended, status unknown
 * </pre>
 */
final class FakeProcess {
    final Launch launch;
    final Handle handle;
    final Behaviour behaviour;
    Usage usage = new Usage(1 << 20, 0, 1);
    boolean running = true;
    private boolean adopted;
    private CompletableFuture<Exit> exit = new CompletableFuture<>();
    private Exit how = unknown();

    FakeProcess(Launch launch, Handle handle, Behaviour behaviour) {
        this.launch = launch;
        this.handle = handle;
        this.behaviour = behaviour;
    }

    CompletableFuture<Exit> exit() {
        return exit;
    }

    /** Marks it ended; what is returned tells the waiting, and is run outside the lock. */
    Runnable end(int status, boolean outOfMemory) {
        if (!running) {
            return () -> {};
        }
        running = false;
        how =
                adopted
                        ? new Exit(OptionalInt.empty(), outOfMemory)
                        : new Exit(OptionalInt.of(status), outOfMemory);
        CompletableFuture<Exit> waiting = exit;
        Exit told = how;
        return () -> waiting.complete(told);
    }

    /**
     * The server that started it is gone: nobody who waited is told, its status will be unknown.
     */
    void serverDied() {
        adopted = true;
        how = unknown();
        exit = running ? new CompletableFuture<>() : CompletableFuture.completedFuture(how);
    }

    private static Exit unknown() {
        return new Exit(OptionalInt.empty(), false);
    }
}
