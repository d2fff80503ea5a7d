package dev.stead.console;

import java.util.Map;

/** Headers that every answer has; an answer may replace some. */
final class Headers {
    static final String CSP = "Content-Security-Policy";
    static final String CACHE = "Cache-Control";
    static final String REFERRER = "Referrer-Policy";

    /** For files whose names hold their digest. */
    static final String FOREVER = "public, max-age=31536000, immutable";

    static final Map<String, String> ALWAYS =
            Map.ofEntries(
                    Map.entry(CSP, policy("")),
                    // Without subdomains: a component's host may answer plain http elsewhere.
                    Map.entry("Strict-Transport-Security", "max-age=31536000"),
                    Map.entry("X-Content-Type-Options", "nosniff"),
                    Map.entry("X-Frame-Options", "DENY"),
                    Map.entry(REFERRER, "same-origin"),
                    Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
                    Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
                    Map.entry(
                            "Permissions-Policy",
                            "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
                    Map.entry(CACHE, "no-store"));

    private Headers() {}

    /**
     * The policy of a page.
     *
     * @param formOrigin where a form may lead besides Stead's own pages, empty for nowhere:
     *     Chromium applies it to each redirect that follows
     */
    static String policy(String formOrigin) {
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; form-action 'self'"
                + (formOrigin.isEmpty() ? "" : " " + formOrigin)
                + "; base-uri 'none'; frame-ancestors 'none'";
    }
}
