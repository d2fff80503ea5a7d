package dev.stead.gateway;

import io.netty.util.AsciiString;

/** Header names that Netty does not have. */
final class HeaderNames {
    static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
    static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
    static final AsciiString FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");
    static final AsciiString FORWARDED_PORT = AsciiString.cached("X-Forwarded-Port");
    static final AsciiString FORWARDED_PREFIX = AsciiString.cached("X-Forwarded-Prefix");
    static final AsciiString REQUEST_ID = AsciiString.cached("X-Request-Id");

    private HeaderNames() {}
}
