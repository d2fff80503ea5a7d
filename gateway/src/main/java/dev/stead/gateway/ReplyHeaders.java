package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** Turns the headers of an instance's reply into those that the client gets. */
final class ReplyHeaders {
    private ReplyHeaders() {}

    /** Rewrites a final reply in place so that its end is clear on our connection too. */
    static void rewrite(HttpResponse reply, boolean answersHead) {
        HttpHeaders headers = reply.headers();
        HopByHop.remove(headers);
        reply.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (reply.status().equals(HttpResponseStatus.NO_CONTENT)) {
            removeFraming(headers);
        } else if (reply.status().equals(HttpResponseStatus.NOT_MODIFIED)) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        } else if (!answersHead) {
            boolean sized = headers.contains(HttpHeaderNames.CONTENT_LENGTH);
            if (sized) {
                headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            } else {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
        }
    }

    /** Rewrites the reply that switches protocols. */
    static void rewriteSwitch(HttpResponse reply, String protocol) {
        HopByHop.remove(reply.headers());
        removeFraming(reply.headers());
        reply.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        reply.headers().set(HttpHeaderNames.UPGRADE, protocol);
    }

    /**
     * Removes what may not be said where there is no body at all (RFC 9110, 8.6; RFC 9112, 6.1).
     */
    static void removeFraming(HttpHeaders headers) {
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        headers.remove(HttpHeaderNames.CONTENT_LENGTH);
    }

    /** What every reply says about itself and about its connection. */
    static void finish(
            HttpResponse reply, String requestId, boolean keepAlive, boolean oldVersion) {
        reply.headers().set(HeaderNames.REQUEST_ID, requestId);
        if (!keepAlive) {
            reply.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (oldVersion) {
            reply.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
    }
}
