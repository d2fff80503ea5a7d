package dev.stead.console;

import dev.stead.api.Agent.LogLine;
import dev.stead.api.Control.LogQuery;

import java.util.List;
import java.util.Locale;

/**
 * Which lines of logs somebody wants to see.
 *
 * @param component empty: all
 * @param text that a line holds, in any case; empty: any
 */
record LogFilter(String component, String text) {
    /** The longest part of a line that is shown, in characters. */
    static final int LONGEST_LINE = 1000;

    /** How many lines are shown before those to come. */
    static final int LINES = 200;

    // With a text, more are looked through.
    private static final int LOOKED_THROUGH = 5000;

    static LogFilter of(Visit visit) {
        return new LogFilter(visit.query("component"), visit.query("text"));
    }

    LogQuery query(boolean follow) {
        return new LogQuery(
                component.isEmpty() ? List.of() : List.of(component),
                text.isEmpty() ? LINES : LOOKED_THROUGH,
                follow);
    }

    boolean wants(LogLine line) {
        return text.isEmpty()
                || line.text().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** The line, cut where it is too long. */
    static LogLine cut(LogLine line) {
        String text = line.text();
        return text.length() <= LONGEST_LINE
                ? line
                : new LogLine(
                        line.component(), line.instance(), text.substring(0, LONGEST_LINE) + "…");
    }

    /** As a query of an address. */
    String asQuery() {
        return "?component=" + Visit.encoded(component) + "&text=" + Visit.encoded(text);
    }
}
