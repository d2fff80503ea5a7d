package dev.stead.control.accounts;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Instant;

/** Moments that somebody asked for. */
final class Moments {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private Moments() {}

    /**
     * Milliseconds since 1970.
     *
     * @throws SteadException WRONG_USAGE when it is not within the years 1970 to 9999
     */
    static long millis(Instant moment) {
        if (moment.isBefore(FIRST) || !moment.isBefore(AFTER_LAST)) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "there is nothing at " + moment,
                    "take a moment within the years 1970 to 9999");
        }
        return moment.toEpochMilli();
    }
}
