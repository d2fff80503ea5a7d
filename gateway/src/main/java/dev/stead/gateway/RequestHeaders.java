package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Turns a client's headers into those that an instance gets. */
final class RequestHeaders {
    private RequestHeaders() {}

    /**
     * Rewrites in place.
     *
     * @param prefix the prefix that was removed from the path, or empty
     * @param identity who is asking
     */
    static void rewrite(
            HttpRequest head, Peer client, String requestId, String prefix, Identity identity) {
        HttpHeaders headers = head.headers();
        String upgrade = HopByHop.upgrade(head);
        boolean trailers = headers.containsValue(HttpHeaderNames.TE, "trailers", true);
        String host = Objects.requireNonNullElse(headers.get(HttpHeaderNames.HOST), "");
        HopByHop.remove(headers);
        removeForged(headers);
        clearFraming(head);
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (!upgrade.isEmpty()) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            headers.set(HttpHeaderNames.UPGRADE, upgrade);
        } else if (trailers) {
            headers.set(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE);
            headers.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
        headers.set(HeaderNames.FORWARDED_FOR, client.address());
        headers.set(HeaderNames.FORWARDED_PROTO, client.tls() ? "https" : "http");
        headers.set(HeaderNames.FORWARDED_HOST, host);
        headers.set(HeaderNames.FORWARDED_PORT, client.port());
        if (!prefix.isEmpty()) {
            headers.set(HeaderNames.FORWARDED_PREFIX, prefix);
        }
        headers.set(HeaderNames.REQUEST_ID, requestId);
        identity.set(headers);
    }

    /** Says in one spelling where the body ends: what is behind may not know the others. */
    private static void clearFraming(HttpRequest head) {
        HttpHeaders headers = head.headers();
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (length != null && length.length() > 1 && length.charAt(0) == '0') {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.parseLong(length));
        }
        if (head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            // To be ignored from such clients (RFC 9110, 10.1.1), who would not know the answer.
            headers.remove(HttpHeaderNames.EXPECT);
        }
    }

    /**
     * Removes what only the gateway may say. Names with anything but letters, digits and hyphens go
     * too: CGI and WSGI read {@code X_Stead_User} and {@code X-Stead-User} as one variable, and
     * some programs {@code X.Stead.User} as well.
     */
    static void removeForged(HttpHeaders headers) {
        List<CharSequence> forged = new ArrayList<>(0);
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (isForged(name)) {
                forged.add(name);
            }
        }
        for (CharSequence name : forged) {
            headers.remove(name);
        }
    }

    private static boolean isUsual(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-';
    }

    private static boolean isForged(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isUsual(name.charAt(i))) {
                return true;
            }
        }
        char first = name.charAt(0);
        if (first != 'x'
                && first != 'X'
                && first != 'f'
                && first != 'F'
                && first != 'p'
                && first != 'P') {
            return false;
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return lower.startsWith("x-stead-")
                || lower.startsWith("x-forwarded-")
                || lower.equals("x-real-ip")
                || lower.equals("x-request-id")
                || lower.equals("forwarded")
                || lower.equals("proxy");
    }
}
