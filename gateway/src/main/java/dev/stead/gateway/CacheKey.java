package dev.stead.gateway;

import dev.stead.model.Route;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.Locale;

/**
 * What was asked for, at one component.
 *
 * @param host as the visitor named it, with a port that is not the usual one: components make
 *     addresses of it
 * @param place the route's path, which the component may not have seen
 * @param target path and query in normal form, with the route's path
 */
record CacheKey(String host, String place, String target) {
    static CacheKey of(Request request, Route route) {
        return new CacheKey(
                host(request),
                route.strip() ? route.path() + " stripped" : route.path(),
                request.path().target());
    }

    private static String host(Request request) {
        HttpHeaders headers = request.head().headers();
        String named = headers.get(HttpHeaderNames.HOST, "");
        if (named.length() == request.host().length()) {
            return request.host();
        }
        String lower = named.toLowerCase(Locale.ROOT);
        return lower.endsWith(":443") ? lower.substring(0, lower.length() - 4) : lower;
    }

    /**
     * Whether the path is this one, or below it. Several slashes count as one, as they do for
     * routes; the component may tell them apart, so that they stay in the target.
     *
     * @param path with single slashes
     */
    boolean isBelow(String path) {
        int mark = target.indexOf('?');
        String own = new RequestPath(mark < 0 ? target : target.substring(0, mark), "").merged();
        return own.startsWith(path)
                && (path.endsWith("/")
                        || own.length() == path.length()
                        || own.charAt(path.length()) == '/');
    }

    /** Bytes that it takes in memory, about. */
    int weight() {
        return 120 + host.length() + place.length() + target.length();
    }
}
