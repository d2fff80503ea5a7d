package dev.stead.control.accounts;

import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.time.Duration;

/** Gives accounts their passwords, and has people prove that they know theirs. */
final class Passwords {
    private final StateDatabase database;
    private final HashingPool pool;
    private final Argon2 argon2;
    private final LiveSessions sessions;
    private final Lockout lockout;
    private final AuditLog log;
    private final RefusalLog refusals;

    Passwords(
            StateDatabase database,
            HashingPool pool,
            Argon2 argon2,
            LiveSessions sessions,
            Lockout lockout,
            AuditLog log,
            RefusalLog refusals) {
        this.database = database;
        this.pool = pool;
        this.argon2 = argon2;
        this.sessions = sessions;
        this.lockout = lockout;
        this.log = log;
        this.refusals = refusals;
    }

    /**
     * The hash of a password that an account is to have. Takes its turn; not within a transaction.
     *
     * @throws SteadException WRONG_USAGE when it is not good enough
     */
    PasswordHash made(String typed, String account) {
        String password = PasswordRules.accept(typed, account);
        return pool.run(() -> argon2.hash(password));
    }

    /**
     * Gives an account a password and ends its sessions and links.
     *
     * @param kept id of a session that goes on; empty: none does
     */
    void give(Handle h, Account account, PasswordHash hash, String kept) {
        AccountTable.update(h, account.with(hash));
        PasswordLinks.drop(h, account);
        lockout.open(h, account.name());
        sessions.endOthers(h, account.id(), kept);
        sessions.askAgain(h);
    }

    /**
     * Returns when this is the account's password. Takes its turn; not within a transaction.
     *
     * @throws SteadException WRONG_USAGE when it is not; SLOW_DOWN after several wrong ones
     */
    void prove(Asker asker, Account account, String typed) {
        String subject = "password " + account.id();
        refuseWaiting(asker, account, subject);
        String password = PasswordRules.normal(typed);
        boolean right =
                pool.run(() -> {
                    refuseWaiting(asker, account, subject);
                    return !PasswordRules.isImpossible(password)
                            && account.password()
                                    .filter(kept -> argon2.matches(kept, password))
                                    .isPresent();
                });
        if (right) {
            database.write(h -> lockout.succeeded(h, subject));
            return;
        }
        database.write(h -> {
            var _ = lockout.failed(h, subject);
            log.write(h, refusal(asker, account, "a wrong current password"));
        });
        throw new SteadException(
                Code.WRONG_USAGE, "the current password is wrong", "type it once more");
    }

    private static AuditLog.Event refusal(Asker asker, Account account, String why) {
        return AuditLog.Event.of(asker, "account password", account.name(), AuditLog.REFUSED, why);
    }

    private void refuseWaiting(Asker asker, Account account, String subject) {
        Duration wait = database.read(h -> lockout.wait(h, subject));
        if (!wait.isZero()) {
            refusals.write("locked " + subject, refusal(asker, account, "too many tries"));
            throw new SteadException(
                    Code.SLOW_DOWN,
                    "the password was wrong several times",
                    "try again in " + Math.max(1, wait.plusMillis(999).toSeconds()) + " seconds");
        }
    }

    /** Whether an account still has the password that was proven. */
    static boolean isSame(Account proven, Account now) {
        return proven.password().equals(now.password());
    }
}
