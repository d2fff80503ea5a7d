package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaders;

import java.util.Locale;
import java.util.Set;

/**
 * Trailers on their way through. Fields that say where a message ends or goes to, who sends it or
 * how it is to be read are none (RFC 9110, 6.5.1): a program that adds trailers to its headers
 * would let them in past all checks. What decodes messages leaves them out.
 */
final class Trailers {
    private static final Set<String> FORBIDDEN =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "trailer",
                    "te",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "upgrade",
                    "http2-settings",
                    "authorization",
                    "proxy-authorization",
                    "www-authenticate",
                    "proxy-authenticate",
                    "cookie",
                    "set-cookie",
                    "origin",
                    "expect",
                    "max-forwards",
                    "range",
                    "cache-control",
                    "pragma",
                    "content-encoding",
                    "content-type",
                    "content-range",
                    "location",
                    "vary",
                    "age",
                    "expires");

    private Trailers() {}

    /** Leaves in place what may be sent on. */
    static void clean(HttpHeaders trailers) {
        for (String name : trailers.names()) {
            if (isForbidden(name.toLowerCase(Locale.ROOT))) {
                trailers.remove(name);
            }
        }
    }

    /**
     * Whether a field is none.
     *
     * @param name in lower case
     */
    static boolean isForbidden(String name) {
        return FORBIDDEN.contains(name) || name.startsWith("if-") || name.startsWith("sec-");
    }
}
