package dev.stead.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookie of a session at one origin. Its prefix makes browsers refuse it from other hosts, and,
 * where they know it, from scripts (decision 14).
 */
public final class SessionCookie {
    /** Its name. */
    public static final String NAME = "__Host-Http-stead";

    private SessionCookie() {}

    /**
     * The secret in the Cookie headers of a request; empty when there is none, or more than one:
     * then somebody else may have planted one of them.
     */
    public static Optional<String> read(List<String> headers) {
        List<String> found = new ArrayList<>();
        for (String header : headers) {
            for (String pair : header.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(NAME)) {
                    found.add(pair.substring(equals + 1).strip());
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /** The Set-Cookie header that begins a session; it lives as long as the browser runs. */
    public static String set(String secret) {
        return NAME + "=" + secret + "; Path=/; Secure; HttpOnly; SameSite=Lax";
    }

    /** The Set-Cookie header that takes it away. */
    public static String clear() {
        return NAME + "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";
    }
}
