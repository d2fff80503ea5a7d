package dev.stead.control.engines;

import dev.stead.base.Json;
import dev.stead.control.engines.EngineRow.Ending;
import dev.stead.control.engines.EngineRow.How;
import dev.stead.control.engines.EngineRow.State;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows of engines and of those who wait. Everything happens within the caller's transaction.
 */
final class EngineTable {
    private final Json json = new Json();

    House load(Handle h) {
        Map<String, List<String>> guests = new HashMap<>();
        h.createQuery("SELECT engine_id, account FROM engine_guest ORDER BY account")
                .map((r, c) -> List.of(r.getString(1), r.getString(2)))
                .forEach(g ->
                        guests.computeIfAbsent(g.getFirst(), _ -> new ArrayList<>())
                                .add(g.getLast()));
        return new House(
                h.createQuery("SELECT * FROM engine").map((r, c) -> row(r, guests)).list(),
                h.createQuery("SELECT * FROM engine_ticket ORDER BY turn")
                        .map((r, c) -> ticket(r))
                        .list());
    }

    private EngineRow row(ResultSet r, Map<String, List<String>> guests) throws SQLException {
        String[] state = r.getString("state").split(" ", 2);
        Ending ending =
                state.length == 1
                        ? Ending.NONE
                        : new Ending(
                                How.valueOf(state[1]),
                                r.getString("reason"),
                                lines(r.getString("lines")));
        String id = r.getString("id");
        return new EngineRow(
                id,
                key(r),
                map(r.getString("parameters")),
                r.getString("definition"),
                State.valueOf(state[0]),
                r.getLong("began"),
                r.getLong("since"),
                r.getLong("steady"),
                ending,
                guests.getOrDefault(id, List.of()));
    }

    private Ticket ticket(ResultSet r) throws SQLException {
        return new Ticket(
                key(r), map(r.getString("parameters")), r.getLong("asked"), r.getLong("turn"));
    }

    private static Key key(ResultSet r) throws SQLException {
        return new Key(r.getString("component"), r.getString("account"), r.getString("resource"));
    }

    private SortedMap<String, String> map(String text) {
        TreeMap<String, String> map = new TreeMap<>();
        json.tree(text).properties().forEach(e -> map.put(e.getKey(), e.getValue().asString()));
        return map;
    }

    static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    void insert(Handle h, EngineRow row) {
        bound(
                        h.createUpdate(
                                "INSERT INTO engine (id, component, account, resource, parameters,"
                                    + " definition, state, began, since, steady, reason, lines)"
                                    + " VALUES (:id, :component, :account, :resource, :parameters,"
                                    + " :definition, :state, :began, :since, :steady, :reason,"
                                    + " :lines)"),
                        row)
                .execute();
    }

    void update(Handle h, EngineRow row) {
        bound(
                        h.createUpdate(
                                "UPDATE engine SET component = :component, account = :account,"
                                    + " resource = :resource, parameters = :parameters, definition"
                                    + " = :definition, state = :state, began = :began, since ="
                                    + " :since, steady = :steady, reason = :reason, lines = :lines"
                                    + " WHERE id = :id"),
                        row)
                .execute();
    }

    private <S extends SqlStatement<S>> S bound(S statement, EngineRow row) {
        boolean ends = row.state() == State.ENDING;
        return statement
                .bind("id", row.id())
                .bind("component", row.component())
                .bind("account", row.key().account())
                .bind("resource", row.key().resource())
                .bind("parameters", json.write(row.parameters()))
                .bind("definition", row.definition())
                .bind("state", row.state().name() + (ends ? " " + row.ending().how() : ""))
                .bind("began", row.began())
                .bind("since", row.since())
                .bind("steady", row.steady())
                .bind("reason", row.ending().reason())
                .bind("lines", String.join("\n", row.ending().lines()));
    }

    void guests(Handle h, String id, List<String> accounts) {
        h.execute("DELETE FROM engine_guest WHERE engine_id = ?", id);
        for (String account : accounts) {
            h.execute("INSERT INTO engine_guest (engine_id, account) VALUES (?, ?)", id, account);
        }
    }

    void delete(Handle h, EngineRow row) {
        h.execute("DELETE FROM engine WHERE id = ?", row.id());
        h.execute("DELETE FROM engine_guest WHERE engine_id = ?", row.id());
    }

    void insert(Handle h, Ticket ticket) {
        h.createUpdate(
                        "INSERT INTO engine_ticket (component, account, resource, parameters,"
                                + " asked, turn) VALUES (:component, :account, :resource,"
                                + " :parameters, :asked, :turn)")
                .bind("component", ticket.key().component())
                .bind("account", ticket.key().account())
                .bind("resource", ticket.key().resource())
                .bind("parameters", json.write(ticket.parameters()))
                .bind("asked", ticket.asked())
                .bind("turn", ticket.turn())
                .execute();
    }

    void delete(Handle h, Ticket ticket) {
        h.execute(
                "DELETE FROM engine_ticket WHERE component = ? AND account = ? AND resource = ?",
                ticket.key().component(),
                ticket.key().account(),
                ticket.key().resource());
    }
}
