package dev.stead.control.engines;

import java.time.Duration;

/** Durations as the file writes them. */
final class Spans {
    private Spans() {}

    /** Such as {@code 30 min}; the largest unit without a rest. */
    static String words(Duration span) {
        long seconds = span.toSeconds();
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds == 0 ? span.toMillis() + " ms" : seconds + " s";
        }
        return seconds % 3600 != 0 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
