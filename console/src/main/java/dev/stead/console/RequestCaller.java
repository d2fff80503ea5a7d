package dev.stead.console;

import dev.stead.api.Caller;

import io.vertx.ext.web.RoutingContext;

/** Who sends a request to Stead's own origin, for what is mounted beside the pages. */
public final class RequestCaller {
    private RequestCaller() {}

    /**
     * By the session cookie, with the client's address as the gateway saw it; the secret is empty
     * when there is no such cookie, or more than one.
     */
    public static Caller.Session of(RoutingContext context) {
        return Visit.of(context).caller();
    }
}
