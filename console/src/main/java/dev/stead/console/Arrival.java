package dev.stead.console;

import io.vertx.core.http.HttpMethod;

/**
 * How a browser came to a page that opens something, as its headers tell; programs send none of
 * them.
 */
record Arrival(Visit visit) {
    /** Whether a page of somebody else made the browser go here; engines' pages are of somebody. */
    boolean isOfOthers() {
        String site = visit.header("Sec-Fetch-Site");
        return site.equals("cross-site") || site.equals("same-site");
    }

    /** Whether nobody looks yet: a browser that reads ahead, or only asks what there is. */
    boolean isAhead() {
        String mode = visit.header("Sec-Fetch-Mode");
        return visit.header("Sec-Purpose").contains("prefetch")
                || visit.request().method().equals(HttpMethod.HEAD)
                || !(mode.isEmpty() || mode.equals("navigate"));
    }

    /**
     * Whether a redirect may lead to another origin. Not behind the form of the sign-in: Chromium
     * applies that page's policy for forms to each redirect that follows, and would stay there. A
     * page that turns into the engine by itself goes between then.
     */
    boolean isRedirectable() {
        String from = visit.header("Referer");
        boolean own = visit.header("Sec-Fetch-Site").equals("same-origin");
        return !from.contains("/sign-in") && !(own && from.isEmpty());
    }
}
