package dev.stead.console;

import dev.stead.api.Accounts;
import dev.stead.api.Scope;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;

/** The fields with which a token is asked for. */
final class TokenForm {
    private TokenForm() {}

    static Accounts.TokenRequest of(Visit visit) {
        List<String> wanted = visit.fields("scope");
        List<Scope> scopes =
                Arrays.stream(Scope.values()).filter(s -> wanted.contains(s.word())).toList();
        return new Accounts.TokenRequest(visit.field("name"), scopes, end(visit.field("ends")));
    }

    /** The begin of that day, UTC: a token lasts a year at most, to the moment. */
    private static Instant end(String day) {
        try {
            return LocalDate.parse(day).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "The end date is none",
                    "Write it as year-month-day, such as 2027-03-31",
                    e);
        }
    }

    static String earliest(Show show) {
        return show.day(show.now().plus(Duration.ofDays(1)));
    }

    static String latest(Show show) {
        return show.day(show.now().plus(Duration.ofDays(365)));
    }
}
