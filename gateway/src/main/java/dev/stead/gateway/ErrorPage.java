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
    private static final int RETRY_AFTER_SECONDS = 5;

    private ErrorPage() {}

    /** The page for the request that this client has under way; HTML unless JSON is preferred. */
    static FullHttpResponse of(ClientConnection client, HttpResponseStatus status) {
        return dated(client, of(Page.of(status), client.requestId(), prefersJson(accept(client))));
    }

    /** Likewise; a problem document unless HTML is asked for by name. */
    static FullHttpResponse forPrograms(ClientConnection client, Page page) {
        String accept = accept(client);
        boolean json = prefersJson(accept) || !accept.contains("text/html");
        return dated(client, of(page, client.requestId(), json));
    }

    private static String accept(ClientConnection client) {
        return client.requestHeaders().get(HttpHeaderNames.ACCEPT, "");
    }

    private static FullHttpResponse dated(ClientConnection client, FullHttpResponse page) {
        page.headers().set(HttpHeaderNames.DATE, client.loop().date());
        return page;
    }

    static FullHttpResponse of(Page page, String requestId, boolean json) {
        String text = json ? PageText.problem(page, requestId) : PageText.html(page, requestId);
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
        if (page.status().equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            headers.set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
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
