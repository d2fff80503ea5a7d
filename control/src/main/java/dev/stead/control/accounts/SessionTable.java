package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The rows of sessions, those at other origins and the codes that carry them there. Everything
 * happens within the caller's transaction.
 */
final class SessionTable {
    private SessionTable() {}

    static void insert(Handle h, SessionRow session, String secret) {
        h.createUpdate(
                        "INSERT INTO session (id, account_id, secret_hash, began, used, address,"
                                + " agent) VALUES (:id, :account, :hash, :began, :used, :address,"
                                + " :agent)")
                .bind("id", session.id())
                .bind("account", session.account())
                .bind("hash", Mint.digest(secret))
                .bind("began", session.began())
                .bind("used", session.used())
                .bind("address", session.address())
                .bind("agent", session.agent())
                .execute();
    }

    /** By its secret at the origin of Stead's own pages. */
    static Optional<SessionRow> own(Handle h, String secret) {
        return h.createQuery("SELECT * FROM session WHERE secret_hash = :hash")
                .bind("hash", Mint.digest(secret))
                .map((r, c) -> session(r))
                .findOne();
    }

    /** By its secret at another host. */
    static Optional<SessionRow> at(Handle h, String host, String secret) {
        return h.createQuery(
                        "SELECT s.* FROM session s JOIN origin_session o ON o.session_id = s.id"
                                + " WHERE o.secret_hash = :hash AND o.host = :host")
                .bind("hash", Mint.digest(secret))
                .bind("host", host)
                .map((r, c) -> session(r))
                .findOne();
    }

    static Optional<SessionRow> byId(Handle h, String id) {
        return h.createQuery("SELECT * FROM session WHERE id = :id")
                .bind("id", id)
                .map((r, c) -> session(r))
                .findOne();
    }

    static List<SessionRow> all(Handle h) {
        return h.createQuery("SELECT * FROM session").map((r, c) -> session(r)).list();
    }

    static List<SessionRow> of(Handle h, String account) {
        return h.createQuery(
                        "SELECT * FROM session WHERE account_id = :account"
                                + " ORDER BY began DESC, id")
                .bind("account", account)
                .map((r, c) -> session(r))
                .list();
    }

    private static SessionRow session(ResultSet r) throws SQLException {
        return new SessionRow(
                r.getString("id"),
                r.getString("account_id"),
                r.getLong("began"),
                r.getLong("used"),
                r.getString("address"),
                r.getString("agent"));
    }

    static void used(Handle h, String id, long at) {
        h.createUpdate("UPDATE session SET used = :at WHERE id = :id")
                .bind("at", at)
                .bind("id", id)
                .execute();
    }

    /** Removes a session with all that came of it. */
    static void delete(Handle h, String id) {
        for (String table : List.of("one_time_code", "origin_session")) {
            h.createUpdate("DELETE FROM " + table + " WHERE session_id = :id")
                    .bind("id", id)
                    .execute();
        }
        h.createUpdate("DELETE FROM session WHERE id = :id").bind("id", id).execute();
    }
}
