package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
        boolean trailers =
                headers.contains(HttpHeaderNames.TE)
                        && headers.containsValue(HttpHeaderNames.TE, "trailers", true);
        String host = Objects.requireNonNullElse(headers.get(HttpHeaderNames.HOST), "");
        HopByHop.removeNamed(headers);
        removeForged(headers);
        clearFraming(head);
        head.setProtocolVersion(HttpVersion.HTTP_1_1);
        if (!upgrade.isEmpty()) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
            headers.add(HttpHeaderNames.UPGRADE, upgrade);
        } else if (trailers) {
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderNames.TE);
            headers.add(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
        headers.add(HeaderNames.FORWARDED_FOR, client.address());
        headers.add(HeaderNames.FORWARDED_PROTO, client.tls() ? "https" : "http");
        headers.add(HeaderNames.FORWARDED_HOST, host);
        headers.add(HeaderNames.FORWARDED_PORT, client.port());
        headers.add(HeaderNames.FORWARDED, forwarded(client, host));
        if (!prefix.isEmpty()) {
            headers.add(HeaderNames.FORWARDED_PREFIX, prefix);
        }
        headers.add(HeaderNames.REQUEST_ID, requestId);
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

    /** RFC 7239, 4: what is not a token, such as an address or host with a colon, has quotes. */
    private static String forwarded(Peer client, String host) {
        StringBuilder value = new StringBuilder(80).append("for=");
        if (client.address().indexOf(':') >= 0) {
            value.append("\"[").append(client.address()).append("]\"");
        } else {
            value.append(client.address());
        }
        if (!host.isEmpty()) {
            boolean token = host.indexOf(':') < 0;
            value.append(token ? ";host=" : ";host=\"").append(host).append(token ? "" : "\"");
        }
        return value.append(client.tls() ? ";proto=https" : ";proto=http").toString();
    }

    /**
     * Removes what only the gateway may say, and what is meant for one connection only. Names with
     * anything but letters, digits and hyphens go too: CGI and WSGI read {@code X_Stead_User} and
     * {@code X-Stead-User} as one variable, and some programs {@code X.Stead.User} as well.
     */
    static void removeForged(HttpHeaders headers) {
        List<CharSequence> forged = List.of();
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (isForged(name)) {
                if (forged.isEmpty()) {
                    forged = new ArrayList<>(4);
                }
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

    /** Whether a client's header of this name never reaches a component. */
    static boolean isForged(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            if (!isUsual(name.charAt(i))) {
                return true;
            }
        }
        return switch (name.charAt(0)) {
            case 'x', 'X' ->
                    begins(name, "x-stead-")
                            || begins(name, "x-forwarded-")
                            || is(name, HeaderNames.REAL_IP)
                            || is(name, HeaderNames.REQUEST_ID);
            case 'f', 'F' -> is(name, HeaderNames.FORWARDED);
            case 'p', 'P' -> is(name, HeaderNames.PROXY) || HopByHop.isAlways(name);
            case 'h', 'H', 'k', 'K', 't', 'T', 'u', 'U' -> HopByHop.isAlways(name);
            default -> false;
        };
    }

    private static boolean is(CharSequence name, AsciiString other) {
        return other.contentEqualsIgnoreCase(name);
    }

    private static boolean begins(CharSequence name, String prefix) {
        return AsciiString.regionMatches(name, true, 0, prefix, 0, prefix.length());
    }
}
