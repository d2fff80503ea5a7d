package dev.stead.gateway;

import dev.stead.model.Route;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.OptionalLong;

/**
 * What matters of a GET or HEAD request to the cache.
 *
 * @param key what is asked for
 * @param account who asks: account and groups, or empty
 * @param open whether the route is public
 * @param credentials whether it has an {@code Authorization} or cookies of the component's own
 * @param wishes its {@code Cache-Control}
 * @param headers as the component sees them as far as the cache looks at them, without Stead's
 *     cookies and without what is for the client's connection only
 */
record CacheRequest(
        CacheKey key,
        String account,
        boolean open,
        boolean credentials,
        CacheControl wishes,
        HttpHeaders headers) {
    static CacheRequest of(Request request, Route route, Identity identity) {
        HttpHeaders headers = seen(request.head().headers());
        return new CacheRequest(
                CacheKey.of(request, route),
                identity.user().isEmpty() ? "" : identity.user() + "\n" + identity.groups(),
                AccessRule.isPublic(route.access()),
                headers.contains(HttpHeaderNames.AUTHORIZATION)
                        || headers.contains(HttpHeaderNames.COOKIE),
                CacheControl.ofRequest(request.head().headers()),
                headers);
    }

    private static HttpHeaders seen(HttpHeaders sent) {
        boolean same = !sent.contains(HttpHeaderNames.COOKIE) && !HopByHop.mayName(sent);
        if (same) {
            return sent;
        }
        HttpHeaders seen = sent.copy();
        SteadCookies.takeOut(seen);
        HopByHop.removeNamed(seen);
        return seen;
    }

    /** Whether the component has to be asked whatever is kept (RFC 9111, 5.2.1.4). */
    boolean wantsAsking() {
        return wishes.has("no-cache");
    }

    /** How old the answer may be at most, milliseconds (RFC 9111, 5.2.1.1). */
    long oldest() {
        OptionalLong seconds = wishes.seconds("max-age");
        return seconds.isPresent() ? seconds.getAsLong() * 1000 : Long.MAX_VALUE;
    }

    /** How long it must stay fresh, milliseconds (RFC 9111, 5.2.1.3). */
    long freshFor() {
        return wishes.seconds("min-fresh").orElse(0) * 1000;
    }

    /** Whether a stale answer will do where the component allows one (RFC 9111, 5.2.1.1). */
    boolean takesStale() {
        return !wantsAsking() && !wishes.has("max-age") && !wishes.has("min-fresh");
    }

    /** Whether only what is kept will do (RFC 9111, 5.2.1.7). */
    boolean onlyKept() {
        return wishes.has("only-if-cached");
    }

    /** Whether its answer may not be kept (RFC 9111, 5.2.1.5). */
    boolean keepsNothing() {
        return wishes.has("no-store");
    }
}
