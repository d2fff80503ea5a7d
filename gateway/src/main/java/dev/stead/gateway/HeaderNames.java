package dev.stead.gateway;

import io.netty.util.AsciiString;

/** Header names that Netty does not have. */
final class HeaderNames {
    static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
    static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");
    static final AsciiString FORWARDED_HOST = AsciiString.cached("X-Forwarded-Host");
    static final AsciiString FORWARDED_PORT = AsciiString.cached("X-Forwarded-Port");
    static final AsciiString FORWARDED_PREFIX = AsciiString.cached("X-Forwarded-Prefix");
    static final AsciiString FORWARDED = AsciiString.cached("Forwarded");
    static final AsciiString REAL_IP = AsciiString.cached("X-Real-IP");
    static final AsciiString PROXY = AsciiString.cached("Proxy");
    static final AsciiString REQUEST_ID = AsciiString.cached("X-Request-Id");
    static final AsciiString STEAD_USER = AsciiString.cached("X-Stead-User");
    static final AsciiString STEAD_GROUPS = AsciiString.cached("X-Stead-Groups");
    static final AsciiString STEAD_TOKEN = AsciiString.cached("X-Stead-Token");
    static final AsciiString SEC_FETCH_MODE = AsciiString.cached("Sec-Fetch-Mode");
    static final AsciiString SEC_FETCH_DEST = AsciiString.cached("Sec-Fetch-Dest");
    static final AsciiString SEC_FETCH_SITE = AsciiString.cached("Sec-Fetch-Site");
    static final AsciiString SERVICE_WORKER = AsciiString.cached("Service-Worker");
    static final AsciiString SERVICE_WORKER_ALLOWED = AsciiString.cached("Service-Worker-Allowed");
    static final AsciiString REFERRER_POLICY = AsciiString.cached("Referrer-Policy");
    static final AsciiString CACHE_STATUS = AsciiString.cached("Cache-Status");
    static final AsciiString NO_SNIFF = AsciiString.cached("X-Content-Type-Options");

    private HeaderNames() {}
}
