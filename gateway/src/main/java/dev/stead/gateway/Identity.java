package dev.stead.gateway;

import dev.stead.api.Sessions.Visitor;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * Who is asking, as a component is told; the values are made once for many requests. What a header
 * cannot hold, and what would be taken for two groups, is escaped as in a URL.
 */
record Identity(AsciiString user, AsciiString groups, AsciiString token) {
    /** Nobody who has signed in. */
    static final Identity NOBODY =
            new Identity(
                    AsciiString.EMPTY_STRING, AsciiString.EMPTY_STRING, AsciiString.EMPTY_STRING);

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    static Identity of(Visitor visitor) {
        return new Identity(
                new AsciiString(escape(visitor.account())),
                new AsciiString(
                        visitor.groups().stream()
                                .map(Identity::escape)
                                .collect(Collectors.joining(","))),
                new AsciiString(escape(visitor.token())));
    }

    /** Puts it among headers that hold no other identity any more. */
    void set(HttpHeaders headers) {
        if (!user.isEmpty()) {
            headers.add(HeaderNames.STEAD_USER, user);
            headers.add(HeaderNames.STEAD_GROUPS, groups);
            headers.add(HeaderNames.STEAD_TOKEN, token);
        }
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > ' ' && b < 0x7f && b != ',' && b != '%') {
                escaped.append((char) b);
            } else {
                escaped.append('%').append(HEX.toHexDigits(b));
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return "Identity[" + user + "]";
    }
}
