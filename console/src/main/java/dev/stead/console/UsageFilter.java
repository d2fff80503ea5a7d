package dev.stead.console;

import dev.stead.api.Engines.Use;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * Which use somebody wants to see, in days of UTC.
 *
 * @param to inclusive
 * @param byUser whether the plot is by user; otherwise by application
 */
record UsageFilter(LocalDate from, LocalDate to, boolean byUser) {
    private static final int USUAL = 30;
    private static final int MOST = 400;

    /**
     * As an address says it; the last days without.
     *
     * @throws SteadException WRONG_USAGE when that is no time
     */
    static UsageFilter of(Visit visit, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        LocalDate to = day(visit.query("to"), today);
        LocalDate from = day(visit.query("from"), to.minusDays(USUAL - 1L));
        if (from.isAfter(to) || from.isBefore(to.minusDays(MOST))) {
            throw wrong("Choose up to " + MOST + " days, the first one before the last");
        }
        return new UsageFilter(from, to, visit.query("by").equals("user"));
    }

    private static LocalDate day(String text, LocalDate usual) {
        try {
            LocalDate day = text.isEmpty() ? usual : LocalDate.parse(text);
            if (day.getYear() < 2000 || day.getYear() > 9999) {
                throw wrong("Choose days of this century");
            }
            return day;
        } catch (DateTimeException e) {
            throw wrong("Write days such as 2026-11-21");
        }
    }

    private static SteadException wrong(String mend) {
        return new SteadException(Code.WRONG_USAGE, "These are no days to show", mend);
    }

    Instant begin() {
        return from.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** Exclusive. */
    Instant end() {
        return to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    int days() {
        return (int) ChronoUnit.DAYS.between(from, to) + 1;
    }

    /** By what the plot tells uses apart. */
    String group(Use use) {
        return byUser ? use.account() : use.component();
    }

    /** As a query of an address, with the question mark. */
    String asQuery() {
        return "?from=" + from + "&to=" + to + (byUser ? "&by=user" : "");
    }
}
