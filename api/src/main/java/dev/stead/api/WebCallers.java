package dev.stead.api;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import io.vertx.core.http.HttpServerRequest;

import java.util.Set;
import java.util.function.Supplier;

/**
 * Who claims to ask at Stead's own origin: a token in {@code Authorization}, else the session's
 * cookie. A cookie counts only where Stead's own pages asked: other hosts of the same domain are
 * the same site to browsers, which send the cookie along for them.
 *
 * @param origin of Stead's own pages
 * @param accounts told of what is refused here
 */
record WebCallers(Supplier<String> origin, Accounts accounts) {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    /**
     * @throws SteadException FORBIDDEN when another origin asks with the cookie
     */
    Caller of(HttpServerRequest request) {
        String address = request.getHeader("X-Forwarded-For");
        String from = address == null ? "unknown" : address;
        String authorization = request.getHeader("Authorization");
        if (authorization != null) {
            boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
            return new Caller.Token(bearer ? authorization.substring(7).strip() : "", from);
        }
        String secret = SessionCookie.read(request.headers().getAll("Cookie")).orElse("");
        Caller.Session session = new Caller.Session(secret, from);
        if (!secret.isEmpty() && !isOwn(request)) {
            String why = "another origin asked with the cookie of a session";
            accounts.refused(session, request.method() + " " + request.path(), why);
            throw new SteadException(
                    Code.FORBIDDEN, why, "use a token: stead token add, or Tokens in the console");
        }
        return session;
    }

    private boolean isOwn(HttpServerRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if (origin != null && !origin.equals(origin().get())) {
            return false;
        }
        boolean safe = SAFE.contains(request.method().name());
        return site == null
                ? safe || origin != null
                : site.equals("same-origin") || (safe && site.equals("none"));
    }
}
