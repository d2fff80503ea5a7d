package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Where one event loop writes down each request at its end: in its figures and, if there is one, in
 * the access log. Used on that loop only.
 */
final class Ledger {
    private final Figures figures;
    private final Map<String, RequestFigures> components;
    private final @Nullable AccessLog log;
    private final @Nullable LineRing ring;
    private final AccessLine line;
    private final LongSupplier clock;

    /**
     * Writes to one more loop's part of the figures and of the log.
     *
     * @param clock of {@link System#nanoTime}
     * @param line made for this alone
     */
    Ledger(Figures figures, @Nullable AccessLog log, AccessLine line, LongSupplier clock) {
        this.figures = figures;
        this.components = figures.newLoop();
        this.log = log;
        this.ring = log == null ? null : log.newRing();
        this.line = line;
        this.clock = clock;
    }

    /** Writes a request down if there was one and it has not been written down yet. */
    void ended(Exchange exchange, Peer peer) {
        Tally tally = exchange.tally();
        if (!tally.close()) {
            return;
        }
        long now = clock.getAsLong();
        of(tally.component()).ended(tally, now);
        if (!tally.refusal().isEmpty()) {
            figures.refused(tally.refusal());
        }
        if (log != null && ring != null) {
            AccessLog.Rules rules = log.rules();
            if (rules.on()) {
                log.put(ring, line.of(tally, exchange.id(), peer.address(), now, rules.hidden()));
            }
        }
    }

    private RequestFigures of(String component) {
        String name = component.isEmpty() ? Figures.NOWHERE : component;
        RequestFigures known = components.get(name);
        return known == null ? components.computeIfAbsent(name, _ -> new RequestFigures()) : known;
    }

    void upgraded() {
        figures.upgraded();
    }

    void upgradeEnded() {
        figures.upgradeEnded();
    }
}
