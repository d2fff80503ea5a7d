package dev.stead.control.accounts;

import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of accounts. Everything happens within the caller's transaction. */
final class AccountTable {
    private AccountTable() {}

    static List<Account> all(Handle h) {
        return h.createQuery("SELECT * FROM account ORDER BY name")
                .map((r, c) -> account(r))
                .list();
    }

    static Optional<Account> byName(Handle h, String name) {
        return h.createQuery("SELECT * FROM account WHERE name = :name")
                .bind("name", name)
                .map((r, c) -> account(r))
                .findOne();
    }

    static Optional<Account> byId(Handle h, String id) {
        return h.createQuery("SELECT * FROM account WHERE id = :id")
                .bind("id", id)
                .map((r, c) -> account(r))
                .findOne();
    }

    /** The account of this name. */
    static Account named(Handle h, String name) {
        return byName(h, AccountName.lower(name)).orElseThrow(() -> unknown(name));
    }

    private static SteadException unknown(String name) {
        return new SteadException(
                Code.UNKNOWN,
                "there is no account " + AccountName.shown(name),
                "stead account list shows all");
    }

    private static Account account(ResultSet r) throws SQLException {
        return new Account(
                r.getString("id"),
                r.getString("name"),
                Role.valueOf(r.getString("role")),
                r.getInt("disabled") != 0,
                filled(r.getString("password")).map(PasswordHash::parse),
                filled(r.getString("totp")),
                filled(r.getString("totp_begun")),
                r.getLong("totp_step"),
                r.getLong("created"),
                r.getLong("last_sign_in"));
    }

    private static Optional<String> filled(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    static void insert(Handle h, Account account) {
        h.createUpdate(
                        "INSERT INTO first_account (made) SELECT :at"
                                + " WHERE NOT EXISTS (SELECT 1 FROM first_account)")
                .bind("at", account.created())
                .execute();
        bound(
                        h.createUpdate(
                                "INSERT INTO account (id, name, role, disabled, password, totp,"
                                    + " totp_begun, totp_step, created, last_sign_in) VALUES (:id,"
                                    + " :name, :role, :disabled, :password, :totp, :begun, :step,"
                                    + " :created, :signed)"),
                        account)
                .execute();
    }

    static void update(Handle h, Account account) {
        bound(
                        h.createUpdate(
                                "UPDATE account SET name = :name, role = :role, disabled ="
                                    + " :disabled, password = :password, totp = :totp, totp_begun ="
                                    + " :begun, totp_step = :step, created = :created, last_sign_in"
                                    + " = :signed WHERE id = :id"),
                        account)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, Account account) {
        return statement
                .bind("id", account.id())
                .bind("name", account.name())
                .bind("role", account.role().name())
                .bind("disabled", account.disabled() ? 1 : 0)
                .bind("password", account.password().map(PasswordHash::phc).orElse(""))
                .bind("totp", account.totp().orElse(""))
                .bind("begun", account.totpBegun().orElse(""))
                .bind("step", account.totpStep())
                .bind("created", account.created())
                .bind("signed", account.lastSignIn());
    }

    /** Removes an account and all that hangs on it; its sessions must have ended. */
    static void delete(Handle h, Account account) {
        for (String table :
                List.of(
                        "membership",
                        "pending_factor",
                        "password_link",
                        "token",
                        "recovery_code")) {
            h.createUpdate("DELETE FROM " + table + " WHERE account_id = :id")
                    .bind("id", account.id())
                    .execute();
        }
        h.createUpdate("DELETE FROM account WHERE id = :id").bind("id", account.id()).execute();
    }

    /** Whether there is an account now, or was one at any time. */
    static boolean everHeldOne(Handle h) {
        return h.createQuery("SELECT COUNT(*) FROM first_account").mapTo(Integer.class).one() > 0;
    }

    static boolean hasOtherOperator(Handle h, Account than) {
        return all(h).stream().anyMatch(a -> a.isActingOperator() && !a.id().equals(than.id()));
    }
}
