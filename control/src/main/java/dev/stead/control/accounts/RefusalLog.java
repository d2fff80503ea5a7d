package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/** Puts refusals on the audit log, as many as {@link Refusals} lets through. Thread-safe. */
final class RefusalLog {
    private final AuditLog log;
    private final SteadyClock clock;
    private final Refusals refusals = new Refusals();

    RefusalLog(AuditLog log, SteadyClock clock) {
        this.log = log;
        this.clock = clock;
    }

    /**
     * Puts it on record within the caller's transaction.
     *
     * @param same what tells it from others: those are not put on record again within a minute
     */
    void write(Handle h, String same, AuditLog.Event refusal) {
        write(h, ClientAddress.network(refusal.from()), same, refusal);
    }

    /**
     * The same, bounded by something else than the network where it came from.
     *
     * @param of what the bound is for
     */
    void write(Handle h, String of, String same, AuditLog.Event refusal) {
        due(of, same, refusal).ifPresent(event -> log.write(h, event));
    }

    /** The same in a transaction of its own. */
    void write(String same, AuditLog.Event refusal) {
        due(ClientAddress.network(refusal.from()), same, refusal).ifPresent(log::write);
    }

    private Optional<AuditLog.Event> due(String of, String same, AuditLog.Event refusal) {
        return switch (refusals.note(of, same, clock.now())) {
            case NOTHING -> Optional.empty();
            case THIS -> Optional.of(refusal);
            case MORE ->
                    Optional.of(
                            AuditLog.Event.of(
                                    AuditLog.UNKNOWN,
                                    refusal.from(),
                                    "refusals",
                                    "",
                                    AuditLog.REFUSED,
                                    "more like these within a minute are left out"));
        };
    }
}
