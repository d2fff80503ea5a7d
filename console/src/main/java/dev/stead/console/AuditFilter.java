package dev.stead.console;

import dev.stead.api.Audit;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What of the audit log somebody wants to see, as it was typed; empty does not matter.
 *
 * @param since UTC, as browsers write a date with a time; or with a zone
 * @param until the same
 */
record AuditFilter(
        String who, String action, String target, String outcome, String since, String until) {
    static AuditFilter of(Visit visit) {
        return new AuditFilter(
                visit.query("who").strip(),
                visit.query("action").strip(),
                visit.query("target").strip(),
                visit.query("outcome"),
                visit.query("since"),
                visit.query("until"));
    }

    Audit.Query query(String before, int limit) {
        return new Audit.Query(
                orNull(who),
                orNull(action),
                orNull(target),
                orNull(outcome),
                moment(since),
                moment(until),
                orNull(before),
                limit);
    }

    /** As a query of an address, without the question mark; times with their zone. */
    String asQuery() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("who", who);
        all.put("action", action);
        all.put("target", target);
        all.put("outcome", outcome);
        all.put("since", text(since));
        all.put("until", text(until));
        return all.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(e -> e.getKey() + "=" + Visit.encoded(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** As a field for a date with a time takes it. */
    static String typed(String time) {
        return time.endsWith("Z") ? time.substring(0, time.length() - 1) : time;
    }

    private static String text(String time) {
        Instant moment = moment(time);
        return moment == null ? "" : moment.toString();
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Instant moment(String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return text.endsWith("Z")
                    ? Instant.parse(text)
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException e) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "A time is written wrong",
                    "Write it in UTC, such as 2026-11-21T10:45",
                    e);
        }
    }
}
