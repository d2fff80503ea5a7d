package dev.stead.gateway;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * Dates as HTTP writes them (RFC 9110, 5.6.7): written as IMF-fixdate, read also in the two forms
 * of old programs.
 */
final class HttpDates {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    /** Two figures stand for a year that is never more than 50 years ahead. */
    private static final int FIRST_SHORT_YEAR = 1970;

    private static final DateTimeFormatter RFC_850 =
            new DateTimeFormatterBuilder()
                    .appendPattern("EEEE, dd-MMM-")
                    .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_SHORT_YEAR)
                    .appendPattern(" HH:mm:ss 'GMT'")
                    .toFormatter(Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private HttpDates() {}

    static String format(Instant time) {
        return FORMAT.format(time);
    }

    /** Empty when it is not a date. */
    static Optional<Instant> parse(String text) {
        String date = text.strip();
        try {
            return Optional.of(Instant.from(form(date).parse(date)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static DateTimeFormatter form(String date) {
        if (date.indexOf(',') < 0) {
            return ASCTIME;
        }
        return date.indexOf('-') < 0 ? FORMAT : RFC_850;
    }
}
