package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.time.Instant;
import java.util.List;

/**
 * Conditional requests for files (RFC 9110, 13).
 *
 * @param etag of the form that would be sent, with its quotes
 * @param modified whole seconds
 * @param varies whether other forms have the same date
 */
record Conditions(String etag, Instant modified, boolean varies) {
    /** What the conditions of a request come to. */
    enum Outcome {
        /** Send it. */
        SEND,
        /** The client has it: 304. */
        UNCHANGED,
        /** The client wanted something else: 412. */
        FAILED
    }

    /** Looks at them in the order of RFC 9110, 13.2.2. */
    Outcome check(HttpHeaders request) {
        List<String> wanted = request.getAll(HttpHeaderNames.IF_MATCH);
        if (wanted.isEmpty()) {
            if (changedSince(request)) {
                return Outcome.FAILED;
            }
        } else if (wanted.stream().noneMatch(tags -> matches(tags, false))) {
            return Outcome.FAILED;
        }
        return isKnown(request) ? Outcome.UNCHANGED : Outcome.SEND;
    }

    private boolean changedSince(HttpHeaders request) {
        String since = request.get(HttpHeaderNames.IF_UNMODIFIED_SINCE);
        return since != null && HttpDates.parse(since).map(modified::isAfter).orElse(false);
    }

    /** A date must be just this one: after a step back to an older release the file is older. */
    private boolean isKnown(HttpHeaders request) {
        List<String> known = request.getAll(HttpHeaderNames.IF_NONE_MATCH);
        if (!known.isEmpty()) {
            return known.stream().anyMatch(tags -> matches(tags, true));
        }
        String since = request.get(HttpHeaderNames.IF_MODIFIED_SINCE);
        return since != null && HttpDates.parse(since).map(modified::equals).orElse(false);
    }

    /**
     * Whether a part may be sent: {@code If-Range} is absent or names just this content. A date
     * does so only when no other form has it (RFC 9110, 13.1.5).
     */
    boolean allowsRange(HttpHeaders request) {
        String condition = request.get(HttpHeaderNames.IF_RANGE);
        if (condition == null) {
            return true;
        }
        if (condition.indexOf('"') >= 0) {
            return condition.strip().equals(etag);
        }
        return !varies && HttpDates.parse(condition).map(modified::equals).orElse(false);
    }

    private boolean matches(String tags, boolean weakly) {
        for (String tag : tags.split(",", -1)) {
            String bare = tag.strip();
            if (weakly && bare.startsWith("W/")) {
                bare = bare.substring(2);
            }
            if (bare.equals("*") || bare.equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
