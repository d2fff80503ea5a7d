package dev.stead.control.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * Makes secrets and ids, and what is kept of a secret. Thread-safe when its source is.
 *
 * @param random must be cryptographically strong outside tests
 */
record Mint(RandomGenerator random) {
    private static final String TOKEN_MARK = "stead_";
    private static final int SECRET_BYTES = 32;

    /** Without what looks alike. */
    private static final String READABLE = "abcdefghjkmnpqrstuvwxyz23456789";

    /** 256 bits, base64url. */
    String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
    }

    /** A secret that scanners of source code can recognise. */
    String token() {
        return TOKEN_MARK + secret();
    }

    /** An id: 80 bits, no secret, fit for a command line. */
    String id() {
        return Base32.of(bytes(10)).toLowerCase(java.util.Locale.ROOT);
    }

    /** A password that people can read out: 99 bits. */
    String password() {
        return groups(4, 5);
    }

    /** A recovery code: 79 bits. */
    String recoveryCode() {
        return groups(4, 4);
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String groups(int groups, int letters) {
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < groups; group++) {
            text.append(group == 0 ? "" : "-");
            for (int i = 0; i < letters; i++) {
                text.append(READABLE.charAt(random.nextInt(READABLE.length())));
            }
        }
        return text.toString();
    }

    /** What is kept of a secret: SHA-256, base64url. Secrets are long, so that it needs no salt. */
    static String digest(String secret) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
