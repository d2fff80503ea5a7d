package dev.stead.cli;

import dev.stead.api.ControlClient;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of a server's process, which comes a moment after its last answer: until then it holds
 * its files, its lock and its ports.
 */
final class ServerEnd {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PACE = Duration.ofMillis(10);

    private final Optional<ProcessHandle> process;

    private ServerEnd(Optional<ProcessHandle> process) {
        this.process = process;
    }

    /** Of the server that answers now; of none where none tells. */
    static ServerEnd of(ControlClient client) {
        try {
            long pid = client.status(Surface.caller()).stead().pid();
            return new ServerEnd(ProcessHandle.of(pid));
        } catch (SteadException _) {
            return new ServerEnd(Optional.empty());
        }
    }

    /** Returns when it has come, or does not come for long. */
    void await() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (process.filter(ServerEnd::runs).isPresent() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    /** One that has ended has no program, also before its parent has looked (proc(5), exe). */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }
}
