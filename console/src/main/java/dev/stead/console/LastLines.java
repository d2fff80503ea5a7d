package dev.stead.console;

import dev.stead.api.Agent.LogLine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Keeps as many of the last lines as a page may hold; lines come from any thread. */
final class LastLines {
    // A page has 100 KB at most, and a character may take several bytes.
    private static final int LARGEST = 24_000;

    private final Deque<LogLine> lines = new ArrayDeque<>();
    private int size;

    synchronized void add(LogLine line) {
        LogLine cut = LogFilter.cut(line);
        lines.addLast(cut);
        size += size(cut);
        while (size > LARGEST || lines.size() > LogFilter.LINES) {
            size -= size(lines.removeFirst());
        }
    }

    synchronized List<LogLine> lines() {
        return List.copyOf(lines);
    }

    private static int size(LogLine line) {
        // What a line's markup takes.
        return line.text().length() + line.instance().length() + 60;
    }
}
