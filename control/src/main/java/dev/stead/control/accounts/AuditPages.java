package dev.stead.control.accounts;

import dev.stead.api.Audit;
import dev.stead.api.Caller;
import dev.stead.api.Permission;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link Audit} over the rows. */
final class AuditPages implements Audit {
    private static final int USUAL = 100;
    private static final int MOST = 1_000;

    private final Commands commands;

    AuditPages(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Page entries(Caller caller, Query query) {
        int limit = query.limit() == null ? USUAL : query.limit();
        if (limit < 1 || limit > MOST) {
            throw new SteadException(
                    Code.WRONG_USAGE, "the limit is " + limit, "take 1 to " + MOST);
        }
        Found found = Found.by(query);
        return commands.see(
                caller, Permission.SEE_ACCOUNTS, (h, by) -> page(rows(h, found, limit), limit));
    }

    /** One more than asked for tells whether there is another page. */
    private static Page page(List<Entry> rows, int limit) {
        if (rows.size() <= limit) {
            return new Page(rows, null);
        }
        Entry last = rows.get(limit - 1);
        return new Page(rows.subList(0, limit), Position.of(last).text());
    }

    private static List<Entry> rows(Handle h, Found found, int limit) {
        var query =
                h.createQuery(
                        "SELECT * FROM audit"
                                + found.where()
                                + " ORDER BY at DESC, id DESC LIMIT :limit");
        found.values().forEach(query::bind);
        return query.bind("limit", limit + 1).map((r, c) -> entry(r)).list();
    }

    private static Entry entry(ResultSet r) throws SQLException {
        return new Entry(
                r.getString("id"),
                Instant.ofEpochMilli(r.getLong("at")),
                r.getString("who"),
                r.getString("from_address"),
                r.getString("action"),
                r.getString("target"),
                r.getString("outcome"),
                r.getString("detail"),
                r.getString("before_value"),
                r.getString("after_value"));
    }

    /** Where a page ends. */
    private record Position(long at, String id) {
        static Position of(Entry entry) {
            return new Position(entry.at().toEpochMilli(), entry.id());
        }

        String text() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((at + " " + id).getBytes(StandardCharsets.UTF_8));
        }

        static Position parse(String text) {
            try {
                String plain =
                        new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
                int space = plain.indexOf(' ');
                return new Position(
                        Long.parseLong(plain, 0, Math.max(space, 0), 10),
                        plain.substring(space + 1));
            } catch (IllegalArgumentException e) {
                throw new SteadException(
                        Code.WRONG_USAGE,
                        "there is no such page of the audit log",
                        "take `before` from the `next` of the page before",
                        e);
            }
        }
    }

    /** The conditions of a query. */
    private record Found(List<String> conditions, Map<String, Object> values) {
        static Found by(Query query) {
            Found found = new Found(new ArrayList<>(), new TreeMap<>());
            found.add("who", "who = :who", query.who());
            found.add(
                    "action",
                    "(action = :action OR substr(action, 1, length(:action) + 1) = :action || ' ')",
                    query.action());
            found.add("target", "target = :target", query.target());
            found.add("outcome", "outcome = :outcome", query.outcome());
            found.add("since", "at >= :since", millis(query.since()));
            found.add("until", "at < :until", millis(query.until()));
            if (query.before() != null) {
                Position position = Position.parse(query.before());
                found.add("at", "(at < :at OR (at = :at AND id < :id))", position.at());
                found.values().put("id", position.id());
            }
            return found;
        }

        private static @Nullable Object millis(@Nullable Instant moment) {
            return moment == null ? null : Moments.millis(moment);
        }

        private void add(String name, String condition, @Nullable Object value) {
            if (value != null) {
                conditions.add(condition);
                values.put(name, value);
            }
        }

        String where() {
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }
    }
}
