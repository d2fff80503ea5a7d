package dev.stead.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text in columns that are as wide as their widest cell. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        rows.add(Arrays.asList(head));
    }

    void add(String... cells) {
        rows.add(Arrays.stream(cells).map(Table::harmless).toList());
    }

    /** Without what would move a terminal's cursor or hide text; colours stay. */
    static String harmless(String cell) {
        return cell.replaceAll("\u001b(?!\\[[0-9;]*m)|[\\p{Cc}\\p{Cf}&&[^\u001b]]", "\ufffd");
    }

    /** A line for each row, the head first. */
    List<String> lines() {
        int columns = rows.getFirst().size();
        int[] widths =
                IntStream.range(0, columns)
                        .map(c -> rows.stream().mapToInt(r -> width(r.get(c))).max().orElse(0))
                        .toArray();
        return rows.stream()
                .map(row ->
                        IntStream.range(0, columns)
                                .mapToObj(c -> pad(row.get(c), widths[c]))
                                .collect(Collectors.joining(GAP))
                                .stripTrailing())
                .toList();
    }

    private static String pad(String cell, int width) {
        return cell + " ".repeat(width - width(cell));
    }

    /** Visible characters: escape sequences of {@link Style} take no room. */
    private static int width(String cell) {
        return cell.replaceAll("\u001b\\[[0-9;]*m", "").length();
    }
}
