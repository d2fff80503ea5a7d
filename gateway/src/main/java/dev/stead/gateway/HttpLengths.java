package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;

/** How long a reply's body is, as its head says. */
final class HttpLengths {
    private HttpLengths() {}

    /** Bytes; -1 when it is not said, {@code Integer.MAX_VALUE} when it is that long or longer. */
    static int of(HttpResponse reply) {
        int status = reply.status().code();
        if (status == 204 || status == 304) {
            return 0;
        }
        String length = reply.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        if (length == null) {
            return -1;
        }
        try {
            return (int) Math.min(Integer.MAX_VALUE, Long.parseLong(length.strip()));
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}
