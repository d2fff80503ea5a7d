package dev.stead.gateway;

import dev.stead.api.RouteTable;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Figures, access log and limits of a gateway: what looks at all its connections and requests. */
final class Watching implements AutoCloseable {
    private final Figures figures = new Figures();
    private final Pressure pressure = new Pressure();
    private final Limits limits;
    private final @Nullable AccessLog log;

    /**
     * Begins by the default rules.
     *
     * @param connections that the machine allows
     * @param accessLog the file of the access log; empty for none
     * @param seed secret
     */
    Watching(int connections, Optional<Path> accessLog, long seed) {
        long origin = System.nanoTime() - 1;
        this.limits =
                new Limits(connections, pressure, figures, () -> System.nanoTime() - origin, seed);
        this.log = accessLog.isPresent() ? new AccessLog(accessLog.get()) : null;
    }

    /** Begins to look at memory and descriptors. */
    void start() {
        pressure.start();
    }

    /** Goes on by the rules of a table. */
    void use(RouteTable table) {
        limits.use(Traffic.of(table));
        if (log != null) {
            log.use(table.traffic().log());
        }
    }

    Figures figures() {
        return figures;
    }

    Limits limits() {
        return limits;
    }

    Pressure pressure() {
        return pressure;
    }

    /** Lines of the access log that could not be kept. */
    long droppedLines() {
        return log == null ? 0 : log.dropped();
    }

    /** For one more event loop. */
    Ledger newLedger(InstantSource clock) {
        return new Ledger(figures, log, new AccessLine(clock), System::nanoTime);
    }

    /** Writes the rest of the access log; the event loops must have ended. */
    @Override
    public void close() {
        pressure.close();
        if (log != null) {
            log.close();
        }
    }
}
