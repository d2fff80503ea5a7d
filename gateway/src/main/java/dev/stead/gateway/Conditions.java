package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.time.Instant;

/** Conditional requests for files (RFC 9110, 13). */
final class Conditions {
    private Conditions() {}

    /** Whether the client has this file already. */
    static boolean isUnchanged(HttpHeaders request, SiteFile file) {
        String tags = request.get(HttpHeaderNames.IF_NONE_MATCH);
        if (tags != null) {
            return matches(tags, file.etag());
        }
        String since = request.get(HttpHeaderNames.IF_MODIFIED_SINCE);
        return since != null
                && HttpDates.parse(since).map(date -> !file.modified().isAfter(date)).orElse(false);
    }

    /** Whether a part may be sent: {@code If-Range} is absent or names just this content. */
    static boolean allowsRange(HttpHeaders request, SiteFile file) {
        String condition = request.get(HttpHeaderNames.IF_RANGE);
        if (condition == null) {
            return true;
        }
        if (condition.indexOf('"') >= 0) {
            return condition.strip().equals('"' + file.etag() + '"');
        }
        Instant modified = file.modified();
        return HttpDates.parse(condition).map(modified::equals).orElse(false);
    }

    /** The tag of the compressed form. */
    static String gzipTag(String etag) {
        return etag + "-gz";
    }

    private static boolean matches(String tags, String etag) {
        for (String tag : tags.split(",", -1)) {
            String bare = tag.strip();
            bare = bare.startsWith("W/") ? bare.substring(2) : bare;
            if (bare.equals("*")
                    || bare.equals('"' + etag + '"')
                    || bare.equals('"' + gzipTag(etag) + '"')) {
                return true;
            }
        }
        return false;
    }
}
