package dev.stead.control.accounts;

import dev.stead.api.Accounts.ResetLink;
import dev.stead.api.SignIn.From;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.control.state.StateDatabase;

import org.jdbi.v3.core.Handle;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Links by which people give themselves a password. */
final class PasswordLinks {
    private static final Duration LASTS = Duration.ofDays(1);

    private final StateDatabase database;
    private final Passwords passwords;
    private final Supplier<Rules> rules;
    private final Mint mint;
    private final InstantSource wall;
    private final AuditLog log;

    PasswordLinks(
            StateDatabase database,
            Passwords passwords,
            Supplier<Rules> rules,
            Mint mint,
            InstantSource wall,
            AuditLog log) {
        this.database = database;
        this.passwords = passwords;
        this.rules = rules;
        this.mint = mint;
        this.wall = wall;
        this.log = log;
    }

    /** Makes the link of an account; older ones end. */
    ResetLink make(Handle h, Account account) {
        String origin = rules.get().known().origin();
        String secret = mint.secret();
        Instant ends = wall.instant().plus(LASTS);
        drop(h, account);
        h.execute(
                "INSERT INTO password_link (secret_hash, account_id, ends) VALUES (?, ?, ?)",
                Mint.digest(secret),
                account.id(),
                ends.toEpochMilli());
        return new ResetLink(origin + "/password?link=" + secret, ends);
    }

    /** Ends the links of an account. */
    static void drop(Handle h, Account account) {
        h.execute("DELETE FROM password_link WHERE account_id = ?", account.id());
    }

    /** Whose link it is. */
    Optional<Account> find(Handle h, String link) {
        return h.createQuery(
                        "SELECT account_id FROM password_link WHERE secret_hash = :hash AND ends"
                                + " > :now")
                .bind("hash", Mint.digest(link))
                .bind("now", wall.millis())
                .mapTo(String.class)
                .findOne()
                .flatMap(id -> AccountTable.byId(h, id))
                .filter(a -> !a.disabled());
    }

    Optional<String> accountOf(String link) {
        return database.read(h -> find(h, link).map(Account::name));
    }

    /** Gives the account of a link its password. */
    void use(String link, String typed, From from) {
        String name = accountOf(link).orElseThrow(PasswordLinks::ended);
        PasswordHash hash = passwords.made(typed, name);
        database.write(h -> {
            Account account = find(h, link).orElseThrow(PasswordLinks::ended);
            passwords.give(h, account, hash, "");
            log.write(
                    h,
                    AuditLog.Event.of(
                            account.name(),
                            from.address(),
                            "account password",
                            account.name(),
                            AuditLog.DONE,
                            "with a link"));
        });
    }

    void sweep(Handle h) {
        h.execute("DELETE FROM password_link WHERE ends <= ?", wall.millis());
    }

    private static SteadException ended() {
        return new SteadException(
                Code.WRONG_USAGE,
                "this link was used before, is too old, or is not complete",
                "ask an operator for another one");
    }
}
