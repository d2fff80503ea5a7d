package dev.stead.control.accounts;

import dev.stead.api.Scope;
import dev.stead.base.Json;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of tokens. Everything happens within the caller's transaction. */
final class TokenTable {
    private static final Json JSON = new Json();

    private TokenTable() {}

    static void insert(Handle h, Token token, String secret) {
        h.createUpdate(
                        "INSERT INTO token (id, account_id, secret_hash, name, scopes, created,"
                            + " ends, used) VALUES (:id, :account, :hash, :name, :scopes, :created,"
                            + " :ends, 0)")
                .bind("id", token.id())
                .bind("account", token.account())
                .bind("hash", Mint.digest(secret))
                .bind("name", token.name())
                .bind("scopes", JSON.write(token.scopes()))
                .bind("created", token.created())
                .bind("ends", token.ends())
                .execute();
    }

    static Optional<Token> bySecret(Handle h, String secret) {
        return h.createQuery("SELECT * FROM token WHERE secret_hash = :hash")
                .bind("hash", Mint.digest(secret))
                .map((r, c) -> token(r))
                .findOne();
    }

    static Optional<Token> byId(Handle h, String id) {
        return h.createQuery("SELECT * FROM token WHERE id = :id")
                .bind("id", id)
                .map((r, c) -> token(r))
                .findOne();
    }

    /** The latest first. */
    static List<Token> all(Handle h) {
        return h.createQuery("SELECT * FROM token ORDER BY created DESC, id")
                .map((r, c) -> token(r))
                .list();
    }

    private static Token token(ResultSet r) throws SQLException {
        return new Token(
                r.getString("id"),
                r.getString("account_id"),
                r.getString("name"),
                Arrays.asList(JSON.read(r.getString("scopes"), Scope[].class)),
                r.getLong("created"),
                r.getLong("ends"),
                r.getLong("used"));
    }

    static void used(Handle h, Token token, long at) {
        h.createUpdate("UPDATE token SET used = :at WHERE id = :id")
                .bind("at", at)
                .bind("id", token.id())
                .execute();
    }

    static void delete(Handle h, String id) {
        h.createUpdate("DELETE FROM token WHERE id = :id").bind("id", id).execute();
    }

    /** Removes those that ended before. */
    static void trim(Handle h, long before) {
        h.createUpdate("DELETE FROM token WHERE ends < :before").bind("before", before).execute();
    }
}
