package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Conditional requests for kept answers (RFC 9110, 13; RFC 9111, 4.3.2). */
final class KeptConditions {
    /** A date is a strong validator only when the answer was made this much later (8.8.2.2). */
    private static final long STRONG_SECONDS = 1;

    private static final List<CharSequence> OTHERS =
            List.of(HttpHeaderNames.IF_MATCH, HttpHeaderNames.IF_UNMODIFIED_SINCE);

    private KeptConditions() {}

    /** Whether a request has conditions that only the component can judge. */
    static boolean hasOthers(HttpHeaders request) {
        return OTHERS.stream().anyMatch(request::contains);
    }

    /** Whether the client has this answer already. */
    static boolean isUnchanged(HttpHeaders request, KeptHead head) {
        if (!head.status().equals(HttpResponseStatus.OK)) {
            return false;
        }
        if (request.contains(HttpHeaderNames.IF_NONE_MATCH)) {
            String etag = head.field(HttpHeaderNames.ETAG).orElse("");
            return request.getAll(HttpHeaderNames.IF_NONE_MATCH).stream()
                    .flatMap(line -> CacheControl.split(line).stream())
                    .anyMatch(tag -> tag.equals("*") || (!etag.isEmpty() && isWeakly(tag, etag)));
        }
        Optional<Instant> since =
                Optional.ofNullable(request.get(HttpHeaderNames.IF_MODIFIED_SINCE))
                        .flatMap(HttpDates::parse);
        Optional<Instant> modified =
                head.field(HttpHeaderNames.LAST_MODIFIED).flatMap(HttpDates::parse);
        return since.isPresent() && modified.isPresent() && !modified.get().isAfter(since.get());
    }

    /** Whether a part may be sent: {@code If-Range} is absent or names just this body. */
    static boolean allowsRange(HttpHeaders request, KeptHead head) {
        String condition = request.get(HttpHeaderNames.IF_RANGE);
        if (condition == null) {
            return true;
        }
        if (condition.indexOf('"') >= 0) {
            return !condition.strip().startsWith("W/")
                    && head.field(HttpHeaderNames.ETAG)
                            .filter(condition.strip()::equals)
                            .isPresent();
        }
        Optional<Instant> modified =
                head.field(HttpHeaderNames.LAST_MODIFIED).flatMap(HttpDates::parse);
        return modified.isPresent()
                && HttpDates.parse(condition).equals(modified)
                && head.field(HttpHeaderNames.DATE)
                        .flatMap(HttpDates::parse)
                        .filter(date -> !date.isBefore(modified.get().plusSeconds(STRONG_SECONDS)))
                        .isPresent();
    }

    /** Makes a request ask whether this answer is still right (RFC 9111, 4.3.1). */
    static void ask(HttpHeaders request, KeptHead head) {
        head.field(HttpHeaderNames.ETAG)
                .ifPresent(tag -> request.set(HttpHeaderNames.IF_NONE_MATCH, tag));
        head.field(HttpHeaderNames.LAST_MODIFIED)
                .ifPresent(date -> request.set(HttpHeaderNames.IF_MODIFIED_SINCE, date));
    }

    /** Makes a request ask for the whole answer, whatever the client has. */
    static void remove(HttpHeaders request) {
        request.remove(HttpHeaderNames.IF_NONE_MATCH);
        request.remove(HttpHeaderNames.IF_MODIFIED_SINCE);
        request.remove(HttpHeaderNames.IF_RANGE);
    }

    /** Weak comparison (RFC 9110, 8.8.3.2). */
    static boolean isWeakly(String tag, String other) {
        return bare(tag).equals(bare(other));
    }

    private static String bare(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
