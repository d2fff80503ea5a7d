package dev.stead.control.accounts;

import org.jdbi.v3.core.Handle;

import java.util.Optional;

/**
 * A code that carries a session to another host, as it is on record.
 *
 * @param hash of the code
 * @param state hash of what the browser must bring
 * @param ends on the steady clock
 */
record OneTimeCode(
        String hash, String session, String host, String state, long ends, boolean used) {
    static Optional<OneTimeCode> find(Handle h, String code) {
        return h.createQuery("SELECT * FROM one_time_code WHERE code_hash = :hash")
                .bind("hash", Mint.digest(code))
                .map((r, c) ->
                        new OneTimeCode(
                                r.getString("code_hash"),
                                r.getString("session_id"),
                                r.getString("host"),
                                r.getString("state_hash"),
                                r.getLong("ends"),
                                r.getInt("used") != 0))
                .findOne();
    }

    void insert(Handle h) {
        h.createUpdate(
                        "INSERT INTO one_time_code (code_hash, session_id, host, state_hash, ends,"
                                + " used) VALUES (:hash, :session, :host, :state, :ends, 0)")
                .bind("hash", hash)
                .bind("session", session)
                .bind("host", host)
                .bind("state", state)
                .bind("ends", ends)
                .execute();
    }

    /** It works no more, but is kept until its end, so that a second use is noticed. */
    void use(Handle h) {
        h.createUpdate("UPDATE one_time_code SET used = 1 WHERE code_hash = :hash")
                .bind("hash", hash)
                .execute();
    }

    static void trim(Handle h, long now) {
        h.createUpdate("DELETE FROM one_time_code WHERE ends <= :now").bind("now", now).execute();
    }
}
