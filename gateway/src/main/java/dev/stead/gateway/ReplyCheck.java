package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;

import java.util.List;

/** Tells the heads of an instance's replies that mean one thing only from the others. */
final class ReplyCheck {
    private ReplyCheck() {}

    /**
     * Whether a head may be relayed: a status of three digits (RFC 9112, 4), a version that we
     * speak, and no encoding but {@code chunked} (RFC 9112, 6.1): what is below another one would
     * reach the client as if it were the body.
     */
    static boolean isFine(HttpResponse reply) {
        int status = reply.status().code();
        HttpVersion version = reply.protocolVersion();
        List<String> encodings = reply.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return status >= 100
                && status <= 999
                && (version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0))
                && (encodings.isEmpty()
                        || (encodings.size() == 1
                                && encodings.getFirst().equalsIgnoreCase("chunked")));
    }

    /** Whether an instance switches to a protocol that it was offered (RFC 9110, 7.8). */
    static boolean wasOffered(String protocol, String offer) {
        for (String one : offer.split(",", -1)) {
            if (one.strip().equalsIgnoreCase(protocol)) {
                return true;
            }
        }
        return false;
    }
}
