package dev.stead.control.accounts;

import dev.stead.api.SignIn.Answer;
import dev.stead.api.SignIn.From;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** A sign-in's second step: a code of the second factor, or a recovery code. */
final class CodeStep {
    private static final String LATE = "That took too long. Sign in again.";
    private static final String WRONG = "The code is wrong.";
    private static final long LASTS_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final int TRIES = 5;
    private static final int MOST_PENDING = 20;

    private final StateDatabase database;
    private final SteadyClock clock;
    private final InstantSource wall;
    private final Lockout lockout;
    private final Mint mint;
    private final Entry entry;

    CodeStep(
            StateDatabase database,
            SteadyClock clock,
            InstantSource wall,
            Lockout lockout,
            Mint mint,
            Entry entry) {
        this.database = database;
        this.clock = clock;
        this.wall = wall;
        this.lockout = lockout;
        this.mint = mint;
        this.entry = entry;
    }

    private record Pending(String hash, String account, int tries) {}

    /** The password was right: asks for a code. */
    Answer demand(Handle h, Account account) {
        List<String> others =
                h.createQuery(
                                "SELECT secret_hash FROM pending_factor WHERE account_id = :account"
                                        + " ORDER BY ends DESC")
                        .bind("account", account.id())
                        .mapTo(String.class)
                        .list();
        others.stream().skip(MOST_PENDING - 1).forEach(hash -> drop(h, hash));
        String secret = mint.secret();
        h.execute(
                "INSERT INTO pending_factor (secret_hash, account_id, ends, tries) VALUES"
                        + " (?, ?, ?, 0)",
                Mint.digest(secret),
                account.id(),
                clock.now() + LASTS_MILLIS);
        return new Answer.CodeWanted(secret);
    }

    Answer confirm(String secret, String code, From from) {
        return database.change(h -> confirm(h, secret, code, from));
    }

    private Answer confirm(Handle h, String secret, String code, From from) {
        Optional<Pending> pending = pending(h, secret);
        Optional<Account> account =
                pending.flatMap(p -> AccountTable.byId(h, p.account()))
                        .filter(a -> !a.disabled() && a.totp().isPresent());
        if (pending.isEmpty() || account.isEmpty()) {
            return new Answer.Refused(LATE, Duration.ZERO);
        }
        String subject = "code " + account.get().id();
        Duration wait = lockout.wait(h, subject);
        if (!wait.isZero()) {
            entry.locked(h, account.get().name(), from, subject);
            return PasswordStep.refused("", wait);
        }
        return proven(h, account.get(), code)
                .map(how -> {
                    drop(h, pending.get().hash());
                    lockout.succeeded(h, subject);
                    Account now = AccountTable.byId(h, account.get().id()).orElseThrow();
                    return entry.open(h, now, from, how);
                })
                .orElseGet(() -> failed(h, pending.get(), account.get(), from));
    }

    private Answer failed(Handle h, Pending pending, Account account, From from) {
        Duration wait = lockout.failed(h, "code " + account.id());
        entry.refused(h, account.name(), from, "a wrong code of the second factor", wait);
        if (pending.tries() + 1 >= TRIES) {
            drop(h, pending.hash());
            return PasswordStep.refused(WRONG + " Sign in again.", wait);
        }
        h.execute(
                "UPDATE pending_factor SET tries = tries + 1 WHERE secret_hash = ?",
                pending.hash());
        return PasswordStep.refused(WRONG, wait);
    }

    /** With what the code proved it, if it did; the code is used up then. */
    private Optional<String> proven(Handle h, Account account, String typed) {
        String code = typed.strip().toLowerCase(Locale.ROOT);
        OptionalLong step =
                new Totp(account.totp().orElseThrow())
                        .match(
                                code.replace(" ", ""),
                                wall.instant().getEpochSecond(),
                                account.totpStep());
        if (step.isPresent()) {
            AccountTable.update(h, account.counting(step.getAsLong()));
            return Optional.of("with a second factor");
        }
        return SpareCodes.use(h, account, code)
                ? Optional.of("with a recovery code")
                : Optional.empty();
    }

    private Optional<Pending> pending(Handle h, String secret) {
        return h.createQuery(
                        "SELECT * FROM pending_factor WHERE secret_hash = :hash AND ends > :now")
                .bind("hash", Mint.digest(secret))
                .bind("now", clock.now())
                .map((r, c) ->
                        new Pending(
                                r.getString("secret_hash"),
                                r.getString("account_id"),
                                r.getInt("tries")))
                .findOne();
    }

    private static void drop(Handle h, String hash) {
        h.execute("DELETE FROM pending_factor WHERE secret_hash = ?", hash);
    }

    void sweep(Handle h) {
        h.execute("DELETE FROM pending_factor WHERE ends <= ?", clock.now());
    }
}
