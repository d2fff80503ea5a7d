package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.time.Instant;
import java.util.Optional;

/**
 * For how long an answer may be used, by what the component said; milliseconds.
 *
 * @param lifetime how old it may be to be fresh (RFC 9111, 4.2.1); never guessed
 * @param whileRevalidate how long after that it may be given while it is asked for anew (RFC 5861,
 *     3)
 * @param ifError how long after that it may be given when asking fails (RFC 5861, 4)
 * @param ask whether the component must be asked each time ({@code no-cache}, RFC 9111, 5.2.2.4)
 * @param explicit whether it says that it is for everybody: {@code public} or {@code s-maxage}
 */
record Terms(long lifetime, long whileRevalidate, long ifError, boolean ask, boolean explicit) {
    /** What this reply says; empty when it says nothing that allows keeping it. */
    static Optional<Terms> of(HttpHeaders reply, long answered) {
        CacheControl said = CacheControl.ofReply(reply);
        if (said.has("no-store") || said.has("private")) {
            return Optional.empty();
        }
        boolean explicit = said.has("public") || said.has("s-maxage");
        boolean timed = said.has("max-age") || said.has("s-maxage") || said.has("expires");
        if (!explicit && !timed && !said.has("no-cache")) {
            return Optional.empty();
        }
        // RFC 9111, 4.2.4 and 5.2.2.10: s-maxage has proxy-revalidate in it.
        boolean strict =
                said.has("must-revalidate")
                        || said.has("proxy-revalidate")
                        || said.has("s-maxage")
                        || said.has("no-cache");
        return Optional.of(
                new Terms(
                        lifetime(said, reply, answered),
                        strict ? 0 : millis(said, "stale-while-revalidate"),
                        strict ? 0 : millis(said, "stale-if-error"),
                        said.has("no-cache"),
                        explicit));
    }

    private static long lifetime(CacheControl said, HttpHeaders reply, long answered) {
        for (String directive : new String[] {"s-maxage", "max-age"}) {
            if (said.has(directive)) {
                return millis(said, directive);
            }
        }
        // An Expires that is no date is one in the past (RFC 9111, 5.3).
        return said.text("expires")
                .flatMap(HttpDates::parse)
                .map(Instant::toEpochMilli)
                .map(expires -> Math.max(0, expires - date(reply, answered)))
                .orElse(0L);
    }

    private static long millis(CacheControl said, String directive) {
        return said.seconds(directive).orElse(0) * 1000;
    }

    private static long date(HttpHeaders reply, long otherwise) {
        return Optional.ofNullable(reply.get(HttpHeaderNames.DATE))
                .flatMap(HttpDates::parse)
                .map(Instant::toEpochMilli)
                .orElse(otherwise);
    }

    /**
     * How old an answer is when it comes (RFC 9111, 4.2.3, {@code corrected_initial_age});
     * milliseconds.
     *
     * @param asked when it was asked for
     * @param answered when its head came
     */
    static long initialAge(HttpHeaders reply, long asked, long answered) {
        long apparent = Math.max(0, answered - date(reply, answered));
        CacheControl age =
                CacheControl.parse(
                        reply.getAll(HttpHeaderNames.AGE).stream().map("age="::concat).toList());
        long corrected = age.seconds("age").orElse(0) * 1000 + Math.max(0, answered - asked);
        return Math.max(apparent, corrected);
    }
}
