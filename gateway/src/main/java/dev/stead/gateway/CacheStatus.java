package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaders;

/** What {@code Cache-Status} says (RFC 9211) about what the cache did with a request. */
final class CacheStatus {
    private CacheStatus() {}

    /** Answered from the cache; {@code ttl} is negative for what is stale. */
    static String hit(KeptHead head, long now) {
        return "stead; hit; ttl=" + Math.floorDiv(head.freshFor(now), 1000L);
    }

    /** The component was asked; the reason is one of those of RFC 9211, 2.2. */
    static String forwarded(String reason) {
        return "stead; fwd=" + reason;
    }

    /** One that several requests have waited for. */
    static String collapsed(String reason) {
        return "stead; fwd=" + reason + "; collapsed";
    }

    /** Adds this cache after those that were nearer to the origin (RFC 9211, 2). */
    static void add(HttpHeaders reply, String status) {
        reply.add(HeaderNames.CACHE_STATUS, status);
    }
}
