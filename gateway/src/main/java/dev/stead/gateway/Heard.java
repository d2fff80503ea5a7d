package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/**
 * What the head of a reply said that the client does not get as it came.
 *
 * @param setsCookie whether the component wanted to set cookies, whatever becomes of them
 * @param whole whether a part of the reply never looks like the whole, and the whole has no
 *     trailers, which are not kept
 */
record Heard(boolean setsCookie, boolean whole) {
    static final Heard NOTHING = new Heard(false, false);

    static Heard of(HttpResponse raw) {
        HttpHeaders headers = raw.headers();
        // Where the end of the connection is the end of the body, a part looks like the whole.
        boolean framed =
                headers.contains(HttpHeaderNames.CONTENT_LENGTH)
                        || headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                        || raw.status().code() == 204
                        || raw.status().code() == 304;
        return new Heard(
                headers.contains(HttpHeaderNames.SET_COOKIE),
                framed && !headers.contains(HttpHeaderNames.TRAILER));
    }
}
