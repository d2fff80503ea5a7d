package dev.stead.control.accounts;

import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jdbi.v3.core.Handle;

import java.time.InstantSource;
import java.util.Optional;

/** Finds out who asks, and what they may. Everything within the caller's transaction. */
final class Identification {
    /** How often the last use of a token is written. */
    private static final long USED_MILLIS = 60_000;

    private final LiveSessions sessions;
    private final InstantSource wall;

    Identification(LiveSessions sessions, InstantSource wall) {
        this.sessions = sessions;
        this.wall = wall;
    }

    /**
     * Who this is.
     *
     * @throws SteadException UNAUTHENTICATED when nobody is signed in
     */
    Known of(Handle h, Caller caller) {
        return switch (caller) {
            case Caller.Owner(String name) -> Known.owner(name);
            case Caller.Session session -> session(h, session).orElseThrow(Identification::nobody);
            case Caller.Token token -> used(h, token).orElseThrow(Identification::wrongToken);
        };
    }

    /** The same, which is no use of a session or token; empty when nobody is signed in. */
    Optional<Known> look(Handle h, Caller caller) {
        return switch (caller) {
            case Caller.Owner(String name) -> Optional.of(Known.owner(name));
            case Caller.Session session -> session(h, session.unattended());
            case Caller.Token token -> token(h, token);
        };
    }

    private Optional<Known> session(Handle h, Caller.Session caller) {
        return (caller.attended()
                        ? sessions.own(h, caller.secret())
                        : sessions.seen(h, caller.secret()))
                .flatMap(s ->
                        enabled(h, s.account())
                                .map(a ->
                                        new Known(
                                                asker(h, a, caller.address(), false),
                                                Optional.of(a),
                                                Optional.of(s.id()),
                                                Optional.empty())));
    }

    private Optional<Known> used(Handle h, Caller.Token caller) {
        long now = wall.millis();
        Optional<Known> known = token(h, caller);
        known.flatMap(Known::token)
                .filter(t -> Math.abs(now - t.used()) >= USED_MILLIS)
                .ifPresent(t -> TokenTable.used(h, t, now));
        return known;
    }

    private Optional<Known> token(Handle h, Caller.Token caller) {
        long now = wall.millis();
        return TokenTable.bySecret(h, caller.secret())
                .filter(t -> now < t.ends())
                .flatMap(t ->
                        enabled(h, t.account())
                                .map(a ->
                                        new Known(
                                                asker(h, a, caller.address(), true),
                                                Optional.of(a),
                                                Optional.empty(),
                                                Optional.of(t))));
    }

    private static Optional<Account> enabled(Handle h, String id) {
        return AccountTable.byId(h, id).filter(a -> !a.disabled());
    }

    private static Asker asker(Handle h, Account account, String address, boolean token) {
        return new Asker(
                account.name(),
                AuditLog.clipped(address),
                false,
                account.role(),
                GroupTable.of(h, account.id()),
                token);
    }

    /**
     * Returns when they may.
     *
     * @throws SteadException FORBIDDEN when they may not
     */
    static void permit(Known known, Permission permission) {
        if (known.asker().owner()) {
            return;
        }
        if (!permission.isOf(known.asker().role())) {
            throw forbidden(known, "the role " + known.asker().role().word(), permission);
        }
        known.token()
                .filter(t -> permission.scope().filter(t.scopes()::contains).isEmpty())
                .ifPresent(t -> {
                    throw forbidden(known, "the token " + AccountName.shown(t.name()), permission);
                });
    }

    /**
     * Returns unless a token would touch an operator.
     *
     * @throws SteadException FORBIDDEN
     */
    static void permitOn(Known known, Role role) {
        if (known.token().isPresent() && role == Role.OPERATOR) {
            throw new SteadException(
                    Code.FORBIDDEN,
                    "a token may not make, change or remove operators",
                    "do it in the console, or with stead account on the server");
        }
    }

    private static SteadException forbidden(Known known, String what, Permission permission) {
        String mend =
                permission == Permission.HOLD_SERVER
                        ? "only whoever owns the server may, with a command there"
                        : "ask an operator";
        return new SteadException(
                Code.FORBIDDEN,
                what + " of " + known.asker().name() + " does not allow this",
                mend);
    }

    private static SteadException nobody() {
        return new SteadException(
                Code.UNAUTHENTICATED, "nobody is signed in, or not any more", "sign in");
    }

    private static SteadException wrongToken() {
        return new SteadException(
                Code.UNAUTHENTICATED,
                "the token is wrong, has ended or was revoked",
                "make another one: stead token make");
    }
}
