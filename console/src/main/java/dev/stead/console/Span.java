package dev.stead.console;

import dev.stead.api.Engines.Use;

import java.time.Duration;
import java.time.Instant;

/**
 * A time that is looked at.
 *
 * @param to exclusive; not after now, until when what is open was open
 */
record Span(Instant from, Instant to) {
    /** How long an engine was open within it. */
    double hours(Use use) {
        Instant begin = use.began().isAfter(from) ? use.began() : from;
        Instant end = use.ended().filter(at -> at.isBefore(to)).orElse(to);
        return begin.isBefore(end) ? Duration.between(begin, end).toMillis() / 3_600_000.0 : 0;
    }
}
