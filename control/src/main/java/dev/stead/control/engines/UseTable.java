package dev.stead.control.engines;

import org.jdbi.v3.core.Handle;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The rows of what was open. Everything happens within the caller's transaction. */
final class UseTable {
    private static final Duration KEPT = Duration.ofDays(400);

    private UseTable() {}

    /**
     * An engine that was open.
     *
     * @param failed whether it ended by itself
     * @param cpuMillis of all its processes
     * @param mostMemory bytes
     */
    record Past(
            String id,
            Key key,
            long began,
            long ended,
            boolean failed,
            String reason,
            List<String> lines,
            long cpuMillis,
            long mostMemory) {
        Past {
            lines = List.copyOf(lines);
        }
    }

    static void insert(Handle h, Past past) {
        h.createUpdate(
                        "INSERT INTO engine_use (id, component, account, resource, began, ended,"
                            + " state, reason, lines, cpu_millis, most_memory) VALUES (:id,"
                            + " :component, :account, :resource, :began, :ended, :state, :reason,"
                            + " :lines, :cpu, :memory)")
                .bind("id", past.id())
                .bind("component", past.key().component())
                .bind("account", past.key().account())
                .bind("resource", past.key().resource())
                .bind("began", past.began())
                .bind("ended", past.ended())
                .bind("state", past.failed() ? "FAILED" : "CLOSED")
                .bind("reason", past.reason())
                .bind("lines", String.join("\n", past.lines()))
                .bind("cpu", past.cpuMillis())
                .bind("memory", past.mostMemory())
                .execute();
        h.execute("DELETE FROM engine_use WHERE ended < ?", past.ended() - KEPT.toMillis());
    }

    /** The last one of a key. */
    static Optional<Past> last(Handle h, Key key) {
        return h.createQuery(
                        "SELECT * FROM engine_use WHERE account = :account AND component ="
                                + " :component AND resource = :resource ORDER BY ended DESC LIMIT"
                                + " 1")
                .bind("account", key.account())
                .bind("component", key.component())
                .bind("resource", key.resource())
                .map((r, c) -> past(r))
                .findOne();
    }

    static Optional<Past> byId(Handle h, String id) {
        return h.createQuery("SELECT * FROM engine_use WHERE id = :id")
                .bind("id", id)
                .map((r, c) -> past(r))
                .findOne();
    }

    /** Those that were open at some time between these moments, the oldest first. */
    static List<Past> between(Handle h, long from, long to) {
        return h.createQuery(
                        "SELECT * FROM engine_use WHERE ended >= :from AND began < :to ORDER BY"
                                + " began, id")
                .bind("from", from)
                .bind("to", to)
                .map((r, c) -> past(r))
                .list();
    }

    private static Past past(ResultSet r) throws SQLException {
        return new Past(
                r.getString("id"),
                new Key(r.getString("component"), r.getString("account"), r.getString("resource")),
                r.getLong("began"),
                r.getLong("ended"),
                r.getString("state").equals("FAILED"),
                r.getString("reason"),
                EngineTable.lines(r.getString("lines")),
                r.getLong("cpu_millis"),
                r.getLong("most_memory"));
    }
}
