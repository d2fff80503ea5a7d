package dev.stead.driver;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Runs programs so that they outlive Stead. Thread-safe. Few verbs; a driver keeps no state that it
 * cannot find again: what was started is told by its {@link Handle}, and {@link #find} finds what a
 * crash kept from being recorded.
 */
public interface Driver {
    /**
     * Starts a program. When this fails nothing is left running.
     *
     * @throws DriverException when the program cannot be started: no such file, no such user, a
     *     limit that cannot be set
     */
    Handle start(Launch launch) throws DriverException;

    /**
     * A start will be asked for within some milliseconds: what it would have to wait for is waited
     * for ahead. Changes nothing, and need not be called; returns when that is done.
     */
    default void expectStart() {}

    /**
     * Takes up a running program again, after a restart of Stead.
     *
     * @return empty when it no longer runs: gone, a zombie, its pid in use by another process, or
     *     the machine restarted
     */
    Optional<Handle> recover(Handle handle);

    /**
     * Everything of this system that runs on this machine, recorded or not; for finding orphans.
     *
     * @throws dev.stead.base.SteadException EXTERNAL when what the driver keeps cannot be read, so
     *     that something could run unseen; nothing was changed
     */
    List<Found> find(String system);

    /**
     * Completes when the main process has ended; the exit is unknown for a program that another
     * server started. May be called again; completes at once when it has ended already.
     */
    CompletionStage<Exit> onExit(Handle handle);

    /** Sends a signal such as {@code TERM} to the main process; does nothing when it has ended. */
    void signal(Handle handle, String signal);

    /**
     * Ends every process of the program by force, children that left its group too as far as the
     * host allows, and returns when none is left. May be called again.
     *
     * @throws IOException when something is still there after the time
     */
    void destroy(Handle handle, Duration atMost) throws IOException;

    /** What all processes of the program use now; zeros when it does not run. */
    Usage usage(Handle handle);

    /** What of isolation and limits this host cannot give, a sentence each. */
    List<String> missingIsolation();

    /** A running program that carries this system's mark. */
    record Found(Handle handle, String instance, String launch) {}
}
