package dev.stead.api;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The edge: terminates TLS, routes, serves sites. Thread-safe.
 *
 * <p>A table is built completely and checked before it replaces the one in use; when it cannot be
 * served (a port is taken, a certificate cannot be read) the old one stays and the failure tells
 * why.
 */
public interface Gateway extends AutoCloseable {
    /**
     * Serves this table from now on. New requests see it when this returns; requests under way end
     * where they began.
     *
     * @throws dev.stead.base.SteadException code HOST when an address cannot be bound or a
     *     certificate cannot be read
     */
    void serve(RouteTable table);

    /**
     * Waits until no request, upload or upgraded connection uses an instance that the current table
     * no longer names.
     *
     * @return whether that happened within the time
     */
    boolean awaitDrained(String instance, Duration atMost);

    /**
     * Takes away kept answers of a component, also those that are just coming.
     *
     * @param path as visitors name it: only answers at it or below it; empty means all
     * @return how many kept answers that were; 0 also when none of the component are kept
     */
    int purge(String component, Optional<String> path);

    /**
     * The certificates that are shown, the one for unknown hosts first; none before the first
     * table. Does not wait for anything.
     */
    List<CertificateStatus> certificates();

    /**
     * What visitors do with each engine that the current table names, by instance. Does not wait.
     */
    Map<String, Activity> activity();

    /** Stops listening and ends every connection. */
    @Override
    void close();
}
