package dev.stead.console;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether a change comes from Stead's own pages. Components of the system are same-site, so that
 * SameSite of the cookie does not keep their pages from sending forms here; this does. It covers
 * signing in, too: nobody can be signed in to somebody else's account.
 *
 * @param origin of Stead's own pages; not known before a system is applied
 */
record OriginCheck(Supplier<String> origin) {
    private static final Set<HttpMethod> HARMLESS =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** Whether the request changes nothing, or was sent by a page of Stead's own. */
    boolean admits(HttpServerRequest request) {
        if (HARMLESS.contains(request.method())) {
            return true;
        }
        var origins = request.headers().getAll("Origin");
        if (origins.isEmpty()) {
            return "same-origin".equals(request.getHeader("Sec-Fetch-Site"));
        }
        return origins.size() == 1 && origins.getFirst().equals(origin.get());
    }
}
