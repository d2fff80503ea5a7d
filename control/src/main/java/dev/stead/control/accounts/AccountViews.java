package dev.stead.control.accounts;

import dev.stead.api.Accounts.AccountView;

import org.jdbi.v3.core.Handle;

import java.time.Instant;
import java.util.Optional;

/** Shows accounts. Everything within the caller's transaction. */
final class AccountViews {
    private final LiveSessions sessions;
    private final Lockout lockout;
    private final SteadyClock clock;

    AccountViews(LiveSessions sessions, Lockout lockout, SteadyClock clock) {
        this.sessions = sessions;
        this.lockout = lockout;
        this.clock = clock;
    }

    AccountView of(Handle h, Account account) {
        return new AccountView(
                account.name(),
                account.role(),
                GroupTable.of(h, account.id()),
                account.disabled(),
                account.password().isPresent(),
                account.totp().isPresent(),
                sessions.of(h, account.id()).size(),
                Instant.ofEpochMilli(account.created()),
                account.lastSignIn() == 0
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(account.lastSignIn())),
                lockout.lockedUntil(h, account.name()).map(clock::onTheWall));
    }
}
