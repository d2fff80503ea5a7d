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
    private final InstantSource wall;

    Entry(LiveSessions sessions, Lockout lockout, AuditLog log, InstantSource wall) {
        this.sessions = sessions;
        this.lockout = lockout;
        this.log = log;
        this.wall = wall;
    }

    /** Begins a session. */
    Answer open(Handle h, Account account, From from, String how) {
        lockout.succeeded(h, account.name(), from.address());
        AccountTable.update(h, account.signedIn(wall.millis()));
        String secret = sessions.open(h, account, from);
        log.write(h, event(account.name(), from, AuditLog.DONE, how));
        return new Answer.SignedIn(secret);
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
