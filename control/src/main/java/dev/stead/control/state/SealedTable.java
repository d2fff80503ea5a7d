package dev.stead.control.state;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as its seals see it: the SQL that makes the two texts of a row.
 *
 * @param columns all of them, in their order
 * @param key those of the primary key
 */
record SealedTable(String name, List<String> columns, List<String> key) {
    /** The text of the primary key of {@code NEW}, {@code OLD} or a table. */
    String row(String of) {
        return text(of, key);
    }

    /** The text of all columns. */
    String content(String of) {
        return text(of, columns);
    }

    /** The table's name as a value. */
    String value() {
        return "'" + name.replace("'", "''") + "'";
    }

    /** The table's name as a name. */
    String quoted() {
        return quoted(name);
    }

    private static String text(String of, List<String> names) {
        return names.stream()
                .map(name -> "quote(" + of + "." + quoted(name) + ")")
                .collect(Collectors.joining(" || ',' || "));
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
