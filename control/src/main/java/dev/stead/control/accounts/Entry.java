package dev.stead.control.accounts;

import dev.stead.api.SignIn.Answer;
import dev.stead.api.SignIn.From;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.InstantSource;

/** How a sign-in ends, either way. Everything within the caller's transaction. */
final class Entry {
    private final LiveSessions sessions;
    private final Lockout lockout;
    private final AuditLog log;
    private final RefusalLog refusals;
    private final InstantSource wall;

    Entry(
            LiveSessions sessions,
            Lockout lockout,
            AuditLog log,
            RefusalLog refusals,
            InstantSource wall) {
        this.sessions = sessions;
        this.lockout = lockout;
        this.log = log;
        this.refusals = refusals;
        this.wall = wall;
    }

    /** Begins a session. */
    Answer open(Handle h, Account account, From from, String how) {
        lockout.succeeded(h, account.name(), from.address());
        AccountTable.update(h, account.signedIn(wall.millis()));
        makeRoom(h, account, from);
        String secret = sessions.open(h, account, from);
        log.write(h, event(account.name(), from, AuditLog.DONE, how));
        return new Answer.SignedIn(secret);
    }

    private void makeRoom(Handle h, Account account, From from) {
        for (String id : sessions.makeRoom(h, account.id())) {
            log.write(
                    h,
                    AuditLog.Event.of(
                            account.name(),
                            from.address(),
                            "session end",
                            id,
                            AuditLog.DONE,
                            "the oldest, of more sessions than an account may have"));
        }
    }

    /**
     * Puts on record that a password was right, and a code is wanted too; again from the same
     * network once a minute. Nothing else from there keeps it from the log.
     */
    void begun(Handle h, Account account, From from) {
        String subject = "begun " + account.id();
        refusals.write(
                h,
                subject,
                subject + " " + ClientAddress.network(from.address()),
                event(account.name(), from, AuditLog.BEGUN, "a code is wanted"));
    }

    /**
     * Puts on record that a try was refused unseen, now and then.
     *
     * @param subject what is locked; no account must be told from it
     */
    void locked(Handle h, String who, From from, String subject) {
        refusals.write(
                h,
                "locked " + Mint.digest(subject),
                event(who, from, AuditLog.REFUSED, "too many tries"));
    }

    /** Puts a refusal on record. */
    void refused(Handle h, String who, From from, String why, Duration wait) {
        String detail = wait.isZero() ? why : why + "; locked for " + wait.toSeconds() + " s";
        log.write(h, event(who, from, AuditLog.REFUSED, detail));
    }

    private static AuditLog.Event event(String who, From from, String outcome, String detail) {
        return AuditLog.Event.of(who, from.address(), PasswordStep.ACTION, who, outcome, detail);
    }
}
