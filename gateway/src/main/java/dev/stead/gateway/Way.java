package dev.stead.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * What a browser keeps while it signs in, so that a one-time code works only in the browser that
 * asked for it. Control learns its SHA-256, the state.
 */
record Way(String value) {
    private static final int BYTES = 32;
    private static final int TEXT_LENGTH = 43;
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";

    /** The one that the browser has, so that several tabs can sign in, or a new one. */
    static Way of(SteadCookies cookies, RandomGenerator secrets) {
        if (cookies.way().length() == TEXT_LENGTH) {
            return new Way(cookies.way());
        }
        byte[] bytes = new byte[BYTES];
        secrets.nextBytes(bytes);
        return new Way(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String state() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(value.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The value of {@code Set-Cookie} that makes a browser keep it for ten minutes. */
    String cookie() {
        return SteadCookies.WAY + '=' + value + "; Max-Age=600" + ATTRIBUTES;
    }

    /** The value of {@code Set-Cookie} that makes a browser signed in as long as it runs. */
    static String session(String secret) {
        return SteadCookies.SESSION + '=' + secret + ATTRIBUTES;
    }

    @Override
    public String toString() {
        return "Way[]";
    }
}
