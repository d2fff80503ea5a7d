package dev.stead.console;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Comma-separated values after RFC 4180, safe to open in a spreadsheet. */
final class Csv {
    private Csv() {}

    /** A line with its end. */
    static String row(String... cells) {
        return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Quoted; an apostrophe before what a spreadsheet would take for a formula. */
    private static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }
}
