package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Tells that a whole window goes to another page, rather than that a page asks for something, or
 * shows another one in a frame. Browsers say so in the {@code Sec-Fetch} headers, which no page can
 * write; old ones only that they would like HTML.
 */
final class Navigation {
    private Navigation() {}

    static boolean isOfWindow(HttpRequest head) {
        HttpMethod method = head.method();
        HttpHeaders headers = head.headers();
        return (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                && (isSaid(headers) || isLikely(headers))
                && HopByHop.upgrade(headers).isEmpty();
    }

    private static boolean isSaid(HttpHeaders headers) {
        return headers.get(HeaderNames.SEC_FETCH_MODE, "").equals("navigate")
                && headers.get(HeaderNames.SEC_FETCH_DEST, "").equals("document");
    }

    private static boolean isLikely(HttpHeaders headers) {
        return !headers.contains(HeaderNames.SEC_FETCH_MODE)
                && !headers.contains(HeaderNames.SEC_FETCH_DEST)
                && !headers.contains(HeaderNames.SEC_FETCH_SITE)
                && headers.get(HttpHeaderNames.ACCEPT, "").contains("text/html");
    }
}
