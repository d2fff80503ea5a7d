package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;

/** What a visitor sees when the gateway itself answers, as HTML or as JSON. */
final class ErrorPage {
    private static final int RETRY_AFTER_SECONDS = 5;

    private ErrorPage() {}

    /** The page for the request that this client has under way. */
    static FullHttpResponse of(ClientConnection client, HttpResponseStatus status) {
        String accept = client.requestHeaders().get(HttpHeaderNames.ACCEPT, "");
        FullHttpResponse page = of(status, client.requestId(), prefersJson(accept));
        page.headers().set(HttpHeaderNames.DATE, client.loop().date());
        return page;
    }

    static FullHttpResponse of(HttpResponseStatus status, String requestId, boolean json) {
        String text = json ? json(status, requestId) : html(status, requestId);
        FullHttpResponse page =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        status,
                        Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
        HttpHeaders headers = page.headers();
        headers.set(
                HttpHeaderNames.CONTENT_TYPE,
                json ? "application/json" : "text/html; charset=utf-8");
        headers.set(HttpHeaderNames.CONTENT_LENGTH, page.content().readableBytes());
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            headers.set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return page;
    }

    /** Whether JSON is named before HTML. */
    static boolean prefersJson(String accept) {
        int json = accept.indexOf("application/json");
        int html = accept.indexOf("text/html");
        return json >= 0 && (html < 0 || json < html);
    }

    private static String json(HttpResponseStatus status, String requestId) {
        return """
        {"status":%d,"error":"%s","message":"%s","requestId":"%s"}
        """
                .formatted(status.code(), status.reasonPhrase(), help(status), requestId);
    }

    private static String html(HttpResponseStatus status, String requestId) {
        return """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>%2$s</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fafafa;
               max-width: 34em; margin: 18vh auto 0; padding: 0 1.5em }
        h1 { font-size: 1.5em; margin-bottom: 0 }
        small { color: #666 }
        @media (prefers-color-scheme: dark) {
          body { color: #ddd; background: #181818 } small { color: #999 }
        }
        </style>
        <h1>%2$s</h1>
        <p>%3$s</p>
        <p><small>%1$d &middot; request %4$s</small></p>
        </html>
        """
                .formatted(status.code(), status.reasonPhrase(), help(status), requestId);
    }

    private static String help(HttpResponseStatus status) {
        return switch (status.code()) {
            case 400, 501, 505 -> "The request could not be understood.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not answer to this method.";
            case 408 -> "The request took too long to arrive.";
            case 414, 431 -> "The request is too large.";
            case 416 -> "The file does not have the part that was asked for.";
            case 502 -> "What answers here did not answer properly. Please try again.";
            case 503 -> "What answers here is not ready. Please try again in a moment.";
            case 504 -> "What answers here took too long. Please try again later.";
            default -> "The request could not be answered.";
        };
    }
}
