package dev.stead.control.state;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Notices a row, or a table's definition, that something else than Stead changed, be it one bit on
 * the disk: SQLite keeps no checksum of its pages. Each row has a copy in the table {@code seal},
 * which triggers of this connection write in the same transaction. Of a row and its copy that
 * differ nobody can tell which is right, so neither is used. The table of migrations has no seals,
 * as its rows are checked against the migrations.
 */
final class StateSeals {
    private static final SealedTable DEFINITIONS =
            new SealedTable(
                    "sqlite_master", List.of("type", "name", "tbl_name", "sql"), List.of("name"));

    private final Handle handle;
    private final List<SealedTable> tables;

    /** Over a database of this version, which has the table of seals. */
    StateSeals(Handle handle) {
        this.handle = handle;
        this.tables = tables(handle);
    }

    /** Whether the database has the table of seals at all; one of an older version has not. */
    static boolean areIn(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM sqlite_master WHERE name = 'seal'")
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static List<SealedTable> tables(Handle handle) {
        List<SealedTable> tables = new ArrayList<>();
        for (String name :
                handle.createQuery(
                                "SELECT name FROM sqlite_master WHERE type = 'table'"
                                        + " AND name NOT IN ('seal', 'flyway_schema_history')"
                                        + " AND name NOT LIKE 'sqlite%'"
                                        + " ORDER BY name")
                        .mapTo(String.class)) {
            tables.add(
                    new SealedTable(
                            name,
                            columns(handle, name, "cid >= 0"),
                            columns(handle, name, "pk > 0")));
        }
        return tables;
    }

    private static List<String> columns(Handle handle, String table, String which) {
        return handle.createQuery(
                        "SELECT name FROM pragma_table_info(:table) WHERE "
                                + which
                                + " ORDER BY cid")
                .bind("table", table)
                .mapTo(String.class)
                .list();
    }

    /** Seals everything unless that was done: after a migration, or in an older version's file. */
    void completeOnce() {
        if (count("seal") > 0) {
            return;
        }
        handle.useTransaction(h -> {
            seal(DEFINITIONS, " WHERE sql IS NOT NULL");
            tables.forEach(table -> seal(table, ""));
        });
    }

    private void seal(SealedTable table, String which) {
        handle.execute(
                "INSERT INTO seal SELECT "
                        + table.value()
                        + ", "
                        + table.row("t")
                        + ", "
                        + table.content("t")
                        + " FROM "
                        + table.quoted()
                        + " t"
                        + which);
    }

    /** From now on every change that this connection makes to a row is made to its copy too. */
    void follow() {
        for (SealedTable table : tables) {
            trigger(table, "INSERT", "INSERT OR REPLACE INTO seal VALUES (" + values(table) + ")");
            trigger(
                    table,
                    "UPDATE",
                    "UPDATE seal SET of_row = "
                            + table.row("NEW")
                            + ", content = "
                            + table.content("NEW")
                            + its(table));
            trigger(table, "DELETE", "DELETE FROM seal" + its(table));
        }
    }

    private static String values(SealedTable table) {
        return table.value() + ", " + table.row("NEW") + ", " + table.content("NEW");
    }

    private static String its(SealedTable table) {
        return " WHERE of_table = " + table.value() + " AND of_row = " + table.row("OLD");
    }

    private void trigger(SealedTable table, String event, String action) {
        handle.execute(
                "CREATE TEMP TRIGGER \"seal_"
                        + table.name()
                        + "_"
                        + event
                        + "\" AFTER "
                        + event
                        + " ON main."
                        + table.quoted()
                        + " BEGIN "
                        + action
                        + "; END");
    }

    /** What does not agree with its copy, if anything. */
    Optional<String> broken() {
        int seals = count("seal");
        if (seals == 0) {
            return Optional.empty();
        }
        int rows = count("sqlite_master WHERE sql IS NOT NULL");
        if (differing(DEFINITIONS, " AND t.sql IS NOT NULL") > 0) {
            return Optional.of("the definition of a table is not as Stead wrote it");
        }
        for (SealedTable table : tables) {
            if (differing(table, "") > 0) {
                return Optional.of("a row of " + table.name() + " is not as Stead wrote it");
            }
            rows += count(table.quoted());
        }
        return rows == seals ? Optional.empty() : Optional.of("a row is missing");
    }

    private int differing(SealedTable table, String which) {
        return count(
                table.quoted()
                        + " t LEFT JOIN seal s ON s.of_table = "
                        + table.value()
                        + " AND s.of_row = "
                        + table.row("t")
                        + " WHERE s.content IS NOT "
                        + table.content("t")
                        + which);
    }

    private int count(String from) {
        return handle.createQuery("SELECT COUNT(*) FROM " + from).mapTo(Integer.class).one();
    }
}
