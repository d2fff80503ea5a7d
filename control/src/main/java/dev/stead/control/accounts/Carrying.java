package dev.stead.control.accounts;

import dev.stead.api.Caller;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Carries sessions from the origin of Stead's own pages to the others: decision 14. */
final class Carrying {
    private static final long LASTS_MILLIS = 60_000;
    private static final int LONGEST_STATE = 256;

    /** How many may be on their way for one session. */
    private static final int MOST = 100;

    private final StateDatabase database;
    private final LiveSessions sessions;
    private final SteadyClock clock;
    private final Supplier<Rules> rules;
    private final Mint mint;
    private final RefusalLog refusals;

    Carrying(
            StateDatabase database,
            LiveSessions sessions,
            SteadyClock clock,
            Supplier<Rules> rules,
            Mint mint,
            RefusalLog refusals) {
        this.database = database;
        this.sessions = sessions;
        this.clock = clock;
        this.rules = rules;
        this.mint = mint;
        this.refusals = refusals;
    }

    /** As {@link dev.stead.api.SignIn#carry}. */
    String carry(Caller.Session caller, String origin, String state) {
        String host = rules.get().hostOf(origin).orElseThrow(() -> elsewhere(origin));
        if (state.isEmpty() || state.length() > LONGEST_STATE) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "the address lacks the `state` that belongs to it",
                    "open the application's own address again");
        }
        return database.change(h -> {
            SessionRow session =
                    sessions.own(h, caller.secret())
                            .filter(s -> account(h, s).isPresent())
                            .orElseThrow(Carrying::ended);
            String code = mint.secret();
            bound(h, session.id());
            new OneTimeCode(
                            Mint.digest(code),
                            session.id(),
                            host,
                            Mint.digest(state),
                            clock.now() + LASTS_MILLIS,
                            false)
                    .insert(h);
            return code;
        });
    }

    private static void bound(Handle h, String session) {
        List<String> others =
                h.createQuery(
                                "SELECT code_hash FROM one_time_code WHERE session_id = :session"
                                        + " ORDER BY ends DESC")
                        .bind("session", session)
                        .mapTo(String.class)
                        .list();
        others.stream()
                .skip(MOST - 1)
                .forEach(hash -> h.execute("DELETE FROM one_time_code WHERE code_hash = ?", hash));
    }

    private static Optional<Account> account(Handle h, SessionRow session) {
        return AccountTable.byId(h, session.account()).filter(a -> !a.disabled());
    }

    /** As {@link dev.stead.api.Sessions#redeem}. */
    Optional<String> redeem(String host, String code, String state) {
        return database.change(
                h -> OneTimeCode.find(h, code).flatMap(c -> redeem(h, c, host, state)));
    }

    private Optional<String> redeem(Handle h, OneTimeCode code, String host, String state) {
        Optional<SessionRow> session =
                sessions.byId(h, code.session()).filter(s -> account(h, s).isPresent());
        Optional<String> wrong = wrong(code, host, state);
        code.use(h);
        if (wrong.isEmpty() && session.isPresent()) {
            return Optional.of(sessions.openAt(h, session.get(), host));
        }
        String who = session.flatMap(s -> account(h, s)).map(Account::name).orElse("");
        String why = wrong.orElse("the session has ended");
        refusals.write(
                h,
                code.hash() + " " + why,
                AuditLog.Event.of(
                        who,
                        // Whoever brings it does not say where from.
                        session.map(SessionRow::address).orElse(""),
                        "sign-in carry",
                        AccountName.shown(host),
                        AuditLog.REFUSED,
                        why + "; it was given to this address"));
        return Optional.empty();
    }

    private Optional<String> wrong(OneTimeCode code, String host, String state) {
        if (code.used()) {
            return Optional.of("the one-time code was used before");
        }
        if (code.ends() <= clock.now()) {
            return Optional.of("the one-time code is too old");
        }
        if (!code.host().equals(host)) {
            return Optional.of("the one-time code is for " + code.host());
        }
        return code.state().equals(Mint.digest(state))
                ? Optional.empty()
                : Optional.of("the one-time code was asked for by another browser");
    }

    private static SteadException elsewhere(String origin) {
        return new SteadException(
                Code.WRONG_USAGE,
                AccountName.shown(origin) + " is no address of this system",
                "open an application from Stead's own pages");
    }

    private static SteadException ended() {
        return new SteadException(Code.UNAUTHENTICATED, "the session has ended", "sign in again");
    }
}
