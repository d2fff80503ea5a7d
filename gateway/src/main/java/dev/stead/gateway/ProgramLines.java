package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Puts what programs write to FastCGI's error stream on the server's log: at most ten lines a
 * second of each event loop, each of bounded length and without control characters. Used on one
 * event loop only.
 */
final class ProgramLines {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramLines.class);
    private static final int MOST = 10;

    /** Characters of a line that are shown. */
    static final int LONGEST = 1000;

    /** What moves a cursor, ends a line for some viewers, or turns the direction of others. */
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private long since;
    private int taken = MOST;
    private long left;

    ProgramLines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong() - SECOND;
    }

    /** One line. */
    void take(String component, String line) {
        if (line.isBlank()) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (now - since >= SECOND) {
            if (left > 0) {
                LOG.warn("{} more lines of programs were left out", left);
            }
            since = now;
            taken = 0;
            left = 0;
        }
        if (taken == MOST) {
            left++;
            return;
        }
        taken++;
        LOG.warn("{} says: {}", component, shown(line));
    }

    /** A line as it can stand on a log. */
    static String shown(String line) {
        String cut = line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
        return UNSEEN.matcher(cut).replaceAll(" ");
    }
}
