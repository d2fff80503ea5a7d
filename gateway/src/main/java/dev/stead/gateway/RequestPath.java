package dev.stead.gateway;

import dev.stead.model.Route;

import java.util.Optional;

/**
 * A request's target in one normal form (RFC 3986, 6.2.2), which is both what routes are looked up
 * with and what instances get: dot segments are gone, escaped unreserved characters are plain,
 * bytes beyond ASCII are escaped. A component may still take a path for another one, by letting go
 * of case, parameters or escaped slashes; {@link LaxRoutes} refuses those that would be another
 * route's.
 *
 * @param path starts with {@code /}; may hold empty segments, as some programs use them
 * @param query with its question mark, or empty
 */
record RequestPath(String path, String query) {
    /** Empty when the target is not one that can be forwarded safely. */
    static Optional<RequestPath> parse(String target) {
        if (target.isEmpty() || target.charAt(0) != '/' || target.indexOf('#') >= 0) {
            return Optional.empty();
        }
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        Optional<String> query =
                mark < 0 ? Optional.of("") : PathText.query(target.substring(mark));
        return PathText.isPlain(path)
                ? query.map(text -> new RequestPath(path, text))
                : PathText.escapes(path)
                        .flatMap(DotSegments::remove)
                        .flatMap(normal -> query.map(text -> new RequestPath(normal, text)));
    }

    /**
     * The path with one slash where there are several: what routes and files are looked up with.
     */
    String merged() {
        if (!path.contains("//")) {
            return path;
        }
        StringBuilder merged = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c != '/' || i == 0 || path.charAt(i - 1) != '/') {
                merged.append(c);
            }
        }
        return merged.toString();
    }

    /** The path from the root of what a route leads to, with single slashes. */
    String below(Route route) {
        String merged = merged();
        return route.strip() ? new RequestPath(merged, "").targetWithout(route.path()) : merged;
    }

    /** Path and query. */
    String target() {
        return query.isEmpty() ? path : path + query;
    }

    /** Path and query without a prefix that {@link #merged} starts with. */
    String targetWithout(String prefix) {
        int segments = (int) prefix.chars().filter(c -> c == '/').count();
        int at = prefix.equals("/") ? 0 : skipSegments(segments);
        return at == path.length() ? "/" + query : path.substring(at) + query;
    }

    private int skipSegments(int segments) {
        int at = 0;
        for (int i = 0; i < segments; i++) {
            while (at < path.length() && path.charAt(at) == '/') {
                at++;
            }
            while (at < path.length() && path.charAt(at) != '/') {
                at++;
            }
        }
        return at;
    }
}
