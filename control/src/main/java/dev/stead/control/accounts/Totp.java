package dev.stead.control.accounts;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Locale;
import java.util.OptionalLong;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time passwords by time: RFC 6238 with HMAC-SHA-1, six digits and steps of 30 seconds, as all
 * programs for it have them. Pure.
 *
 * @param key the shared secret, base 32
 */
record Totp(String key) {
    static final int KEY_BYTES = 20;
    private static final int STEP_SECONDS = 30;
    private static final int DIGITS = 6;

    /** A telephone's clock may be off by as many steps. */
    private static final int WINDOW = 1;

    /**
     * The step whose code this is, if it is one of now and has not counted.
     *
     * @param seconds since 1970
     * @param last the step of the last code that counted; this one and earlier ones do not again
     */
    OptionalLong match(String code, long seconds, long last) {
        long now = seconds / STEP_SECONDS;
        for (long step = Math.max(now - WINDOW, last + 1); step <= now + WINDOW; step++) {
            if (code(step, DIGITS).equals(code)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }

    /** The code of a step: HOTP, RFC 4226 section 5.3. */
    String code(long step, int digits) {
        byte[] hash = hmac(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        int offset = hash[hash.length - 1] & 0xf;
        int number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
        String text = String.format(Locale.ROOT, "%010d", number);
        return text.substring(text.length() - digits);
    }

    private byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(Base32.bytes(key), "HmacSHA1"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
