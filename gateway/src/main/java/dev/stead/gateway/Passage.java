package dev.stead.gateway;

import dev.stead.model.Route;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

import java.util.List;

/**
 * How a request and its reply are changed on their way through.
 *
 * @param route what the request came in by
 * @param to what is behind it
 * @param identity who asks
 * @param isParent whether the table has hosts below the one of the route
 * @param instances who may answer
 */
record Passage(
        Route route, Kind to, Identity identity, boolean isParent, List<Upstream> instances) {
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
        String prefix = prefix();
        head.setUri(
                prefix.isEmpty() ? request.path().target() : request.path().targetWithout(prefix));
        if (to == Kind.COMPONENT) {
            SteadCookies.takeOut(head.headers());
        }
        RequestHeaders.rewrite(head, client.peer(), request.id(), prefix, identity);
        TraceContext.pass(head.headers(), client.loop()::random);
    }

    /** Rewrites the headers or trailers of any reply in place. */
    void reply(HttpHeaders headers, Request request) {
        if (to == Kind.COMPONENT) {
            String prefix = prefix();
            SetCookieFilter.apply(headers, request.host(), isParent, prefix);
            ServiceWorkerRule.narrow(headers);
            String authority = request.head().headers().get(HttpHeaderNames.HOST, "");
            new ReplyPlaces(authority, prefix, instances).apply(headers);
        }
    }

    /** What is taken off the path, or empty. */
    private String prefix() {
        return route.strip() && !route.path().equals("/") ? route.path() : "";
    }
}
