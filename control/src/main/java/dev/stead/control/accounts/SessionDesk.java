package dev.stead.control.accounts;

import dev.stead.api.Sessions;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link Sessions} over the rows. */
final class SessionDesk implements Sessions {
    private static final long FRESH_MILLIS = 30_000;

    private final StateDatabase database;
    private final LiveSessions sessions;
    private final Carrying carrying;
    private final IdentityTokens tokens;
    private final Supplier<Rules> rules;
    private final Changes changes;
    private final RefusalLog refusals;

    SessionDesk(
            StateDatabase database,
            LiveSessions sessions,
            Carrying carrying,
            IdentityTokens tokens,
            Supplier<Rules> rules,
            Changes changes,
            RefusalLog refusals) {
        this.database = database;
        this.sessions = sessions;
        this.carrying = carrying;
        this.tokens = tokens;
        this.rules = rules;
        this.changes = changes;
        this.refusals = refusals;
    }

    private record Found(String account, List<String> groups, long left) {}

    @Override
    public Optional<Visitor> find(String host, String secret, Duration unused) {
        Rules now = rules.get();
        return now.originOf(host)
                .flatMap(origin ->
                        database.change(h -> found(h, host, secret, unused))
                                .map(f -> visitor(f, now.known().origin(), origin)));
    }

    private Optional<Found> found(Handle h, String host, String secret, Duration unused) {
        return sessions.at(h, host, secret, Math.max(0, unused.toMillis()))
                .flatMap(s ->
                        AccountTable.byId(h, s.account())
                                .filter(a -> !a.disabled())
                                .map(a ->
                                        new Found(
                                                a.name(),
                                                GroupTable.of(h, a.id()),
                                                Math.max(1, sessions.left(s)))));
    }

    private Visitor visitor(Found found, String issuer, String origin) {
        return new Visitor(
                found.account(),
                found.groups(),
                tokens.sign(issuer, origin, found.account(), found.groups()),
                Duration.ofMillis(Math.min(FRESH_MILLIS, found.left())));
    }

    @Override
    public Optional<String> redeem(String host, String code, String state) {
        return carrying.redeem(host, code, state);
    }

    @Override
    public void refused(String account, String address, String target, String why) {
        // Somebody can make up paths, but no hosts.
        String host = target.substring(0, (target + "/").indexOf('/'));
        refusals.write(
                String.join("\n", "open", account, ClientAddress.network(address), host),
                AuditLog.Event.of(account, address, "open", target, AuditLog.REFUSED, why));
    }

    @Override
    public long changes() {
        return changes.count();
    }
}
