package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;

/** What a visitor sees when the gateway itself answers, as HTML or as a problem document. */
final class ErrorPage {
    private ErrorPage() {}

    /** The page for the request that this client has under way; HTML unless JSON is preferred. */
    static FullHttpResponse of(ClientConnection client, HttpResponseStatus status) {
        return of(client, Page.of(status), prefersJson(accept(client)));
    }

    /** Likewise (503); there may be something to be had after this many seconds. */
    static FullHttpResponse busy(ClientConnection client, int retryAfter) {
        FullHttpResponse reply = of(client, HttpResponseStatus.SERVICE_UNAVAILABLE);
        reply.headers().set(HttpHeaderNames.RETRY_AFTER, retryAfter);
        return reply;
    }

    /** Likewise; a problem document unless HTML is asked for by name. */
    static FullHttpResponse forPrograms(ClientConnection client, Page page) {
        String accept = accept(client);
        return of(client, page, prefersJson(accept) || !accept.contains("text/html"));
    }

    private static FullHttpResponse of(ClientConnection client, Page page, boolean json) {
        String date = client.loop().date();
        if (client.tally().refusal().isEmpty()) {
            client.tally().refused(reason(page.status()));
        }
        FullHttpResponse reply =
                of(page, new Told(client.requestId(), date, isNavigation(client)), json);
        reply.headers().set(HttpHeaderNames.DATE, date);
        return reply;
    }

    /** A word for log and metrics. */
    private static String reason(HttpResponseStatus status) {
        return switch (status.code()) {
            case 400, 501, 505 -> "malformed";
            case 401 -> "not-signed-in";
            case 403 -> "forbidden";
            case 404 -> "not-found";
            case 405 -> "method";
            case 408 -> "late";
            case 413 -> "body-too-large";
            case 414, 431 -> "head-too-large";
            case 416 -> "range";
            case 502 -> "bad-answer";
            case 503 -> "unavailable";
            case 504 -> "no-answer";
            default -> "other";
        };
    }

    /** Whether a person looks at it, and asking again changes nothing. */
    private static boolean isNavigation(ClientConnection client) {
        String mode = client.requestHeaders().get(HeaderNames.SEC_FETCH_MODE, "navigate");
        return client.tally().method().equals("GET")
                && mode.equals("navigate")
                && accept(client).contains("text/html");
    }

    /**
     * What a page says besides.
     *
     * @param requestId by which the operator finds the request
     * @param date as HTTP writes it
     * @param mayReload whether a browser may ask again by itself
     */
    record Told(String requestId, String date, boolean mayReload) {}

    private static String accept(ClientConnection client) {
        return client.requestHeaders().get(HttpHeaderNames.ACCEPT, "");
    }

    static FullHttpResponse of(Page page, Told told, boolean json) {
        String text = json ? PageText.problem(page, told) : PageText.html(page, told);
        FullHttpResponse reply =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        page.status(),
                        Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
        HttpHeaders headers = reply.headers();
        headers.set(
                HttpHeaderNames.CONTENT_TYPE,
                json ? "application/problem+json" : "text/html; charset=utf-8");
        headers.set(HttpHeaderNames.CONTENT_LENGTH, reply.content().readableBytes());
        protect(headers);
        if (page.retryAfter() > 0) {
            headers.set(HttpHeaderNames.RETRY_AFTER, page.retryAfter());
        }
        return reply;
    }

    /** What every reply of the gateway's own says: kept by nobody, framed by nobody. */
    static void protect(HttpHeaders headers) {
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        headers.set(HttpHeaderNames.CONTENT_SECURITY_POLICY, PageText.POLICY);
        headers.set(HttpHeaderNames.X_FRAME_OPTIONS, "DENY");
        headers.set(HeaderNames.NO_SNIFF, "nosniff");
        headers.set(HeaderNames.REFERRER_POLICY, "no-referrer");
    }

    /** Whether JSON is named before HTML. */
    static boolean prefersJson(String accept) {
        int json = accept.indexOf("json");
        int html = accept.indexOf("text/html");
        return json >= 0 && (html < 0 || json < html);
    }
}
