package dev.stead.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When to ask an authority for a certificate. Chances are from 0 to 1. */
final class AcmeSchedule {
    static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    static final Duration LONGEST_RETRY = Duration.ofHours(6);
    private static final int MOST_DOUBLINGS = 12;
    private static final int LATE_PART = 10;

    private AcmeSchedule() {}

    /**
     * When a certificate is renewed: when a third of its life is left, or up to a tenth of that
     * third later, so that certificates issued together are not renewed together.
     */
    static Instant renewal(Instant start, Instant end, double chance) {
        Duration third = Duration.between(start, end).dividedBy(3);
        Duration late = third.dividedBy(LATE_PART);
        return end.minus(third).plusMillis((long) (late.toMillis() * chance));
    }

    /**
     * When a certificate that was just issued is renewed. One that came with most of its life over
     * (or by a clock that is wrong) does not make us ask again and again.
     */
    static Instant afterSuccess(Instant now, Instant start, Instant end, double chance) {
        Instant usual = renewal(start, end, chance);
        Duration left = Duration.between(now, end);
        Instant earliest = now.plus(left.isPositive() ? left.dividedBy(2) : LONGEST_RETRY);
        return usual.isAfter(now) ? usual : earliest;
    }

    /**
     * When to try again: after 1, 2, 4 minutes and so on up to 6 hours, each up to a tenth more.
     *
     * @param failures in a row, at least 1
     * @param notBefore what the authority asked for (Retry-After, RFC 8555 section 6.6)
     */
    static Instant retry(Instant now, int failures, Optional<Instant> notBefore, double chance) {
        Duration doubled = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        Duration wait = doubled.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : doubled;
        Instant usual = now.plus(wait).plusMillis((long) (wait.toMillis() * chance / 10));
        return notBefore.isPresent() && notBefore.get().isAfter(usual) ? notBefore.get() : usual;
    }

    /** Whether so little of a certificate's life is left that a new one is used however it is. */
    static boolean isNearItsEnd(Instant now, Instant start, Instant end) {
        return now.isAfter(end.minus(Duration.between(start, end).dividedBy(LATE_PART)));
    }
}
