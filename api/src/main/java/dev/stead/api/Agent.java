package dev.stead.api;

import dev.stead.model.Engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs instances on one machine and keeps them running: starts, watches, restarts with back-off,
 * adopts after a restart of the server. What it was asked to run is on record before it runs, so
 * that a crash between the two loses nothing and starts nothing twice. Thread-safe; methods may
 * block, call them from virtual threads.
 */
public interface Agent extends AutoCloseable {
    /**
     * Every instance on record, in no particular order; a snapshot. What they use is not looked at:
     * memory and CPU are 0.
     */
    List<InstanceStatus> instances();

    /** One instance on record, without what it uses. */
    Optional<InstanceStatus> instance(String id);

    /**
     * As {@link #instances}, each with a look at what it uses now, which the system is asked for.
     */
    List<InstanceStatus> measured();

    /** As {@link #instance}, with a look at what it uses now. */
    Optional<InstanceStatus> measured(String id);

    /**
     * Puts an instance on record and starts it; returns when the first start was tried, not when it
     * is healthy. The same specification again changes nothing.
     *
     * @throws dev.stead.base.SteadException CONFLICT when another specification runs under this id;
     *     HOST when this machine cannot run it (no such program, no such user)
     */
    void run(InstanceSpec spec);

    /**
     * Waits until an instance is healthy, has failed for good (crash-loop, not healthy within its
     * time), is gone, or the time is over.
     */
    InstanceStatus awaitSettled(String id, Duration atMost);

    /**
     * Waits until a healthy instance is that no longer, or the time is over; tells how it then is.
     */
    InstanceStatus awaitTrouble(String id, Duration atMost);

    /**
     * Stops the process gracefully and starts it again under the same id; the record stays. Returns
     * when started.
     */
    void restart(String id);

    /**
     * Stops an instance (graceful, then by force after its grace) and takes it off the record.
     * Returns when no process of it is left. An unknown id is no error.
     */
    void stop(String id);

    /**
     * Gives an instance that is set apart, and has no home yet, the home of this name, {@code
     * COMPONENT/ACCOUNT}, made when it does not exist. Its {@code HOME} leads there when this
     * returns.
     *
     * @throws dev.stead.base.SteadException UNKNOWN when there is no such instance; EXTERNAL when
     *     the home cannot be made or handed over
     */
    void endow(String id, String home);

    /**
     * Asks whether something works in an instance; waits at most two seconds for the answer.
     *
     * @throws dev.stead.base.SteadException UNKNOWN when there is no such instance; EXTERNAL when
     *     it cannot be asked, or does not answer
     */
    boolean isBusy(String id, Engine.Busy how);

    /** The last lines that an instance wrote, oldest first, without control characters. */
    List<String> lastLines(String id, int atMost);

    /**
     * Hands over what instances of these ids wrote, then, with {@code follow}, what they go on
     * writing, until the consumer's thread is interrupted. Lines are without control characters; an
     * id that appears later is not followed.
     */
    void readLogs(List<String> ids, int lastLines, boolean follow, Consumer<LogLine> sink);

    /**
     * Calls this with each change of state, in order for each instance, from a thread of the agent,
     * until what is returned is closed.
     */
    Subscription onChange(Consumer<InstanceStatus> listener);

    /** What of isolation this host cannot give, a sentence each; empty when all is given. */
    List<String> missingIsolation();

    /** Lets go of everything and leaves every instance running. */
    @Override
    void close();

    /** Ends when closed. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** A line of a log. */
    record LogLine(String component, String instance, String text) {}
}
