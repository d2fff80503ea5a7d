package dev.stead.control.accounts;

import dev.stead.api.SignIn.From;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sessions by the rules of now: which last, who used them when, and how they end. A use is written
 * once a minute; what is newer is kept here, and written at {@link #flush}. Called on the
 * database's thread only, within the caller's transaction.
 */
final class LiveSessions {
    private static final long WRITE_MILLIS = 60_000;

    /** A browser has one for each host; more than that come of tabs that crossed. */
    private static final int SAME_HOST = 5;

    /** Of one account. */
    private static final int MOST = 100;

    private final SteadyClock clock;
    private final Supplier<Rules> rules;
    private final Mint mint;
    private final Changes changes;
    private final Map<String, Long> uses = new ConcurrentHashMap<>();

    LiveSessions(SteadyClock clock, Supplier<Rules> rules, Mint mint, Changes changes) {
        this.clock = clock;
        this.rules = rules;
        this.mint = mint;
        this.changes = changes;
    }

    /** Begins a session, always a new one; returns its secret. */
    String open(Handle h, Account account, From from) {
        String secret = mint.secret();
        long now = clock.now();
        SessionRow session =
                new SessionRow(
                        mint.id(),
                        account.id(),
                        now,
                        now,
                        AuditLog.clipped(from.address()),
                        AuditLog.clipped(from.agent()));
        SessionTable.insert(h, session, secret);
        clock.mark(h);
        return secret;
    }

    /** Ends the oldest ones of an account that has no room for another; returns their ids. */
    List<String> makeRoom(Handle h, String account) {
        List<String> old = of(h, account).stream().skip(MOST - 1).map(SessionRow::id).toList();
        old.forEach(id -> end(h, id));
        return old;
    }

    /** Begins one at another host; returns its secret. */
    String openAt(Handle h, SessionRow session, String host) {
        String secret = mint.secret();
        h.createUpdate(
                        "INSERT INTO origin_session (secret_hash, session_id, host, began)"
                                + " VALUES (:hash, :session, :host, :now)")
                .bind("hash", Mint.digest(secret))
                .bind("session", session.id())
                .bind("host", host)
                .bind("now", clock.now())
                .execute();
        List<String> old =
                h.createQuery(
                                "SELECT secret_hash FROM origin_session WHERE session_id = :session"
                                        + " AND host = :host ORDER BY began DESC")
                        .bind("session", session.id())
                        .bind("host", host)
                        .mapTo(String.class)
                        .list();
        old.stream()
                .filter(hash -> !hash.equals(Mint.digest(secret)))
                .skip(SAME_HOST - 1)
                .forEach(hash ->
                        h.execute("DELETE FROM origin_session WHERE secret_hash = ?", hash));
        return secret;
    }

    /** The session of a secret at the origin of Stead's own pages, used just now. */
    Optional<SessionRow> own(Handle h, String secret) {
        return SessionTable.own(h, secret).flatMap(s -> use(h, s, 0));
    }

    /** The same, when that is no use of it. */
    Optional<SessionRow> seen(Handle h, String secret) {
        return SessionTable.own(h, secret)
                .map(s -> s.usedAt(uses.getOrDefault(s.id(), s.used())))
                .filter(s -> left(s) > 0);
    }

    /** The session of an id, when it has not ended. */
    Optional<SessionRow> byId(Handle h, String id) {
        return SessionTable.byId(h, id).flatMap(s -> use(h, s, 0));
    }

    /**
     * The session of a secret at a host.
     *
     * @param unused milliseconds since it was used
     */
    Optional<SessionRow> at(Handle h, String host, String secret, long unused) {
        Optional<SessionRow> row =
                host.equals(rules.get().ownHost())
                        ? SessionTable.own(h, secret)
                        : SessionTable.at(h, host, secret);
        return row.flatMap(s -> use(h, s, unused));
    }

    /** As it is after this use; empty when it had ended before, or has by now. */
    private Optional<SessionRow> use(Handle h, SessionRow row, long unused) {
        long now = clock.now();
        long moment = now - unused;
        SessionRow known = row.usedAt(uses.getOrDefault(row.id(), row.used()));
        if (left(known, moment) <= 0) {
            return Optional.empty();
        }
        SessionRow used = known.usedAt(moment);
        if (left(used, now) <= 0) {
            return Optional.empty();
        }
        if (used.used() - row.used() >= WRITE_MILLIS) {
            SessionTable.used(h, row.id(), used.used());
            clock.mark(h);
        }
        uses.put(row.id(), used.used());
        return Optional.of(used);
    }

    private long left(SessionRow row, long now) {
        return row.left(rules.get().signIn(), now);
    }

    /** How many milliseconds a session lasts when nobody uses it again. */
    long left(SessionRow row) {
        return left(row, clock.now());
    }

    /** Those of an account that have not ended, the latest first. */
    List<SessionRow> of(Handle h, String account) {
        return SessionTable.of(h, account).stream()
                .map(s -> s.usedAt(uses.getOrDefault(s.id(), s.used())))
                .filter(s -> left(s) > 0)
                .toList();
    }

    /** Ends one with all that came of it. */
    void end(Handle h, String id) {
        remove(h, id);
        askAgain(h);
    }

    private void remove(Handle h, String id) {
        SessionTable.delete(h, id);
        uses.remove(id);
    }

    /** Ends one that somebody wants ended; tells whether it was the account's last. */
    boolean endLast(Handle h, SessionRow session) {
        end(h, session.id());
        return of(h, session.account()).isEmpty();
    }

    /** Has everybody who remembers who is signed in ask again, once this is on record. */
    void askAgain(Handle h) {
        changes.raise(h);
    }

    /** Ends all of an account, and what would have become one; returns how many there were. */
    int endAll(Handle h, String account) {
        return endOthers(h, account, "");
    }

    /** The same, but for one. */
    int endOthers(Handle h, String account, String kept) {
        h.createUpdate("DELETE FROM pending_factor WHERE account_id = :account")
                .bind("account", account)
                .execute();
        List<SessionRow> ended =
                SessionTable.of(h, account).stream().filter(s -> !s.id().equals(kept)).toList();
        ended.forEach(s -> end(h, s.id()));
        return ended.size();
    }

    /** Writes the uses that are not on record yet. */
    void flush(Handle h) {
        for (SessionRow row : SessionTable.all(h)) {
            long used = uses.getOrDefault(row.id(), row.used());
            if (used > row.used()) {
                SessionTable.used(h, row.id(), used);
            }
        }
    }

    /** Removes those that have ended. */
    void sweep(Handle h) {
        flush(h);
        for (SessionRow row : SessionTable.all(h)) {
            if (left(row) <= 0) {
                // No answer about it was good for longer.
                remove(h, row.id());
            }
        }
    }
}
