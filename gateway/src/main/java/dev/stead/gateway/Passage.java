package dev.stead.gateway;

import dev.stead.model.Route;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

/**
 * How a request and its reply are changed on their way through.
 *
 * @param route what the request came in by
 * @param to what is behind it
 * @param identity who asks
 * @param isParent whether the table has hosts below the one of the route
 */
record Passage(Route route, Kind to, Identity identity, boolean isParent) {
    /** What is behind a route. */
    enum Kind {
        /** A program that must neither see Stead's cookies nor set any for others. */
        COMPONENT,
        /** The same, asked by another component rather than by a visitor. */
        INNER,
        /** Stead's own pages. */
        OWN
    }

    /** Rewrites the request in place. */
    void request(Asker client, Request request) {
        HttpRequest head = request.head();
        boolean strip = route.strip() && !route.path().equals("/");
        head.setUri(strip ? request.path().targetWithout(route.path()) : request.path().target());
        if (to == Kind.COMPONENT) {
            SteadCookies.takeOut(head.headers());
        }
        RequestHeaders.rewrite(
                head, client.peer(), request.id(), strip ? route.path() : "", identity);
    }

    /** Rewrites the headers or trailers of any reply in place. */
    void reply(HttpHeaders headers, Request request) {
        if (to == Kind.COMPONENT) {
            SetCookieFilter.apply(headers, request.host(), isParent);
            ServiceWorkerRule.narrow(headers);
        }
    }
}
