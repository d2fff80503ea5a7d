package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;

import java.util.Iterator;
import java.util.Locale;
import java.util.Set;

/** Headers that are meant for one connection only (RFC 9110, 7.6.1). */
final class HopByHop {
    /** Never removed because {@code Connection} names them: they say where a message ends. */
    private static final Set<String> FRAMING =
            Set.of("host", "content-length", "transfer-encoding", "trailer");

    private static final AsciiString[] ALWAYS = {
        AsciiString.cached("keep-alive"),
        AsciiString.cached("proxy-connection"),
        AsciiString.cached("te"),
        AsciiString.cached("upgrade"),
        AsciiString.cached("http2-settings")
    };

    /** What HTTP/2 has no field for: connections, and the end of a body, which frames tell. */
    private static final Set<AsciiString> UNKNOWN_TO_HTTP_2 =
            Set.of(
                    AsciiString.cached("connection"),
                    AsciiString.cached("keep-alive"),
                    AsciiString.cached("proxy-connection"),
                    AsciiString.cached("transfer-encoding"),
                    AsciiString.cached("upgrade"));

    private HopByHop() {}

    /** Removes them, and what {@code Connection} names; framing headers stay. */
    static void remove(HttpHeaders headers) {
        removeNamed(headers);
        for (AsciiString name : ALWAYS) {
            headers.remove(name);
        }
    }

    /** Removes {@code Connection} and what it names; framing headers stay. */
    static void removeNamed(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
                for (String name : value.split(",", -1)) {
                    removeNamed(headers, name.strip().toLowerCase(Locale.ROOT));
                }
            }
            headers.remove(HttpHeaderNames.CONNECTION);
        }
    }

    /** Whether {@code Connection} may name headers that would otherwise go on. */
    static boolean mayName(HttpHeaders headers) {
        Iterator<? extends CharSequence> values =
                headers.valueCharSequenceIterator(HttpHeaderNames.CONNECTION);
        while (values.hasNext()) {
            CharSequence value = values.next();
            if (!HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(value)
                    && !HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(value)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a header of this name is always for one connection only. */
    static boolean isAlways(CharSequence name) {
        for (AsciiString always : ALWAYS) {
            if (always.contentEqualsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether HTTP/2 has no such field (RFC 9113, 8.2.2).
     *
     * @param name in lower case
     */
    static boolean isUnknownToHttp2(AsciiString name) {
        return UNKNOWN_TO_HTTP_2.contains(name);
    }

    /** The protocol that a request offers to switch to, empty when none we relay. */
    static String upgrade(HttpRequest head) {
        // HTTP/1.0 knows no upgrades (RFC 9110, 7.8).
        return head.protocolVersion().equals(HttpVersion.HTTP_1_0) ? "" : upgrade(head.headers());
    }

    /** The protocol that a message offers or accepts to switch to, empty when none we relay. */
    static String upgrade(HttpHeaders headers) {
        String protocol = headers.get(HttpHeaderNames.UPGRADE);
        if (protocol == null
                || !headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
            return "";
        }
        // HTTP/2 in a tunnel would carry requests past the routes.
        String lower = protocol.toLowerCase(Locale.ROOT);
        boolean http = lower.contains("h2") || lower.contains("http") || lower.contains("tls");
        return http ? "" : protocol;
    }

    private static void removeNamed(HttpHeaders headers, String name) {
        if (!name.isEmpty() && !FRAMING.contains(name)) {
            headers.remove(name);
        }
    }
}
