package dev.stead.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.LongSupplier;

/**
 * Puts what programs write to FastCGI's error stream on the server's log: at most ten lines a
 * second of each event loop, each of bounded length and without control characters. Used on one
 * event loop only.
 */
final class ProgramLines {
    private static final Logger LOG = LoggerFactory.getLogger(ProgramLines.class);
    private static final int MOST = 10;
    private static final int LONGEST = 1000;
    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private long since;
    private int taken = MOST;
    private long left;

    ProgramLines(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong() - SECOND;
    }

    void take(String component, String text) {
        text.lines().filter(line -> !line.isBlank()).forEach(line -> line(component, line));
    }

    private void line(String component, String line) {
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
        String shown = line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
        LOG.warn("{} says: {}", component, shown.replaceAll("\\p{Cntrl}", " "));
    }
}
