package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

import java.util.List;

/**
 * Tells a change, or an upgrade, that a page of another origin had the browser make. Browsers say
 * where such a request comes from in {@code Origin}; where that is missing, in {@code
 * Sec-Fetch-Site}. A program that says neither has no foreign page in it. {@code Origin: null} is
 * said by pages without an origin, and by those whose policy is to send no referrer; {@code
 * Sec-Fetch-Site}, which must be there then, tells them apart.
 */
final class OriginCheck {
    private static final String SCHEME = "https://";
    private static final String STANDARD_PORT = ":443";
    private static final List<String> NO_ORIGIN = List.of("null");
    private static final List<String> SAME_ORIGIN = List.of("same-origin");

    private OriginCheck() {}

    /** Whether this is a change, or an upgrade, and was made by a page of another origin. */
    static boolean isForeign(HttpRequest head) {
        return isChange(head) && !comesFromOwn(head.headers());
    }

    /**
     * Whether this was made by a page of another origin and is more than that page sending a window
     * elsewhere. An engine has programs of its user, whose pages must not even look at another
     * engine: with that user's session they would be let in, and an answer may tell something by
     * being there, by its size, or as a script or in a frame.
     */
    static boolean isForeignToEngine(HttpRequest head) {
        return isForeign(head) || (!isFromOwnSite(head.headers()) && !Navigation.isOfWindow(head));
    }

    private static boolean isChange(HttpRequest head) {
        HttpMethod method = head.method();
        boolean safe =
                method.equals(HttpMethod.GET)
                        || method.equals(HttpMethod.HEAD)
                        || method.equals(HttpMethod.OPTIONS);
        return !safe || !HopByHop.upgrade(head.headers()).isEmpty();
    }

    private static boolean comesFromOwn(HttpHeaders headers) {
        List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
        if (origins.equals(NO_ORIGIN)) {
            return headers.getAll(HeaderNames.SEC_FETCH_SITE).equals(SAME_ORIGIN);
        }
        if (!origins.isEmpty()) {
            String own = own(headers.get(HttpHeaderNames.HOST, ""));
            return origins.stream().allMatch(own::equalsIgnoreCase);
        }
        return isFromOwnSite(headers);
    }

    private static boolean isFromOwnSite(HttpHeaders headers) {
        return headers.getAll(HeaderNames.SEC_FETCH_SITE).stream()
                .allMatch(site -> site.equals("same-origin") || site.equals("none"));
    }

    /** As the browser knows it: with the port that the client used, which may be forwarded. */
    private static String own(String host) {
        return SCHEME
                + (host.endsWith(STANDARD_PORT)
                        ? host.substring(0, host.length() - STANDARD_PORT.length())
                        : host);
    }
}
