package dev.stead.control.accounts;

import dev.stead.api.SignIn.Answer;
import dev.stead.api.SignIn.From;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.util.Optional;

/**
 * A sign-in's first step. Whoever has no account, no password, or is disabled gets the same work,
 * the same writes and the same words as whoever typed a wrong one.
 */
final class PasswordStep {
    static final String WRONG = "The name or the password is wrong.";
    static final String ACTION = "sign-in";

    private final StateDatabase database;
    private final HashingPool pool;
    private final Argon2 argon2;
    private final PasswordHash dummy;
    private final Lockout lockout;
    private final CodeStep second;
    private final Entry entry;

    PasswordStep(
            StateDatabase database,
            HashingPool pool,
            Argon2 argon2,
            Lockout lockout,
            CodeStep second,
            Entry entry) {
        this.database = database;
        this.pool = pool;
        this.argon2 = argon2;
        this.dummy = argon2.dummy();
        this.lockout = lockout;
        this.second = second;
        this.entry = entry;
    }

    /** What was typed, in its normal form, and where it came from. */
    private record Try(String name, String password, From from) {}

    /** What came of comparing. */
    private sealed interface Compared {
        /** Nothing was compared. */
        record Wait(Duration time) implements Compared {}

        /**
         * @param kept what the password was compared with
         * @param better what is to be kept in its place
         */
        record Result(
                boolean right,
                Optional<Account> account,
                PasswordHash kept,
                Optional<PasswordHash> better)
                implements Compared {}
    }

    Answer begin(String typedName, String typedPassword, From from) {
        long ticket = pool.ticket();
        Try attempt =
                new Try(AccountName.lower(typedName), PasswordRules.normal(typedPassword), from);
        Duration wait = waitOf(attempt);
        if (!wait.isZero()) {
            return locked(attempt, wait);
        }
        Compared compared = pool.run(ticket, () -> compare(attempt));
        return switch (compared) {
            case Compared.Wait(Duration time) -> locked(attempt, time);
            case Compared.Result result -> database.change(h -> settle(h, attempt, result));
        };
    }

    /** The same work whether an account has the name or not. */
    private Answer locked(Try attempt, Duration wait) {
        database.write(h -> {
            Optional<Account> account = AccountTable.byName(h, attempt.name());
            entry.locked(h, account.map(Account::name).orElse(""), attempt.from(), attempt.name());
        });
        return refused("", wait);
    }

    private Duration waitOf(Try attempt) {
        return database.read(h -> lockout.wait(h, attempt.name(), attempt.from().address()));
    }

    /** On a thread of the pool. What failed while this one waited in the queue counts. */
    private Compared compare(Try attempt) {
        Duration wait = waitOf(attempt);
        if (!wait.isZero()) {
            return new Compared.Wait(wait);
        }
        Optional<Account> account = database.read(h -> AccountTable.byName(h, attempt.name()));
        PasswordHash kept = account.flatMap(Account::password).orElse(dummy);
        boolean impossible = PasswordRules.isImpossible(attempt.password());
        boolean right = argon2.matches(kept, impossible ? "" : attempt.password()) && !impossible;
        Optional<PasswordHash> better =
                right && argon2.isOutdated(kept)
                        ? Optional.of(argon2.hash(attempt.password()))
                        : Optional.empty();
        return new Compared.Result(right, account, kept, better);
    }

    private Answer settle(Handle h, Try attempt, Compared.Result result) {
        // The account may have changed meanwhile.
        Optional<Account> account =
                AccountTable.byName(h, attempt.name())
                        .filter(a -> result.right() && !a.disabled())
                        .filter(a -> a.password().equals(Optional.of(result.kept())));
        if (account.isEmpty()) {
            return failed(h, attempt, result.account());
        }
        Account found = result.better().map(account.get()::with).orElse(account.get());
        if (result.better().isPresent()) {
            AccountTable.update(h, found);
        }
        if (found.totp().isPresent()) {
            entry.begun(h, found, attempt.from());
            return second.demand(h, found);
        }
        return entry.open(h, found, attempt.from(), "");
    }

    private Answer failed(Handle h, Try attempt, Optional<Account> account) {
        Duration wait = lockout.failed(h, attempt.name(), attempt.from().address());
        String why =
                account.map(a -> a.disabled() ? "the account is disabled" : "a wrong password")
                        .orElse("an unknown name");
        // A name that no account has may be a password, typed into the wrong field.
        entry.refused(h, account.map(Account::name).orElse(""), attempt.from(), why, wait);
        return refused(WRONG, wait);
    }

    static Answer refused(String why, Duration wait) {
        if (wait.isZero()) {
            return new Answer.Refused(why, wait);
        }
        long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
        String time =
                seconds < 120
                        ? seconds + (seconds == 1 ? " second" : " seconds")
                        : (seconds + 59) / 60 + " minutes";
        String said = (why.isEmpty() ? "There were too many tries." : why);
        return new Answer.Refused(said + " Try again in " + time + ".", wait);
    }
}
