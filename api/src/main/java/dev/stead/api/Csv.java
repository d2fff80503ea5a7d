package dev.stead.api;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Comma-separated values after RFC 4180. Pure. */
final class Csv {
    private Csv() {}

    /** A line with its end. A text that a spreadsheet would take for a formula gets a quote. */
    static String line(String... cells) {
        return Stream.of(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        String safe =
                !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }
}
