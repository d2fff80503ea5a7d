package dev.stead.gateway;

import dev.stead.gateway.Destination.Proxied;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Leads a visitor back to the same instance. Its value is a MAC of the instance's name under a key
 * that lives as long as the gateway, so that it tells neither ports nor names, and how many
 * instances there are cannot be tried out. A browser keeps it until it is closed.
 */
final class StickyCookie {
    private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";
    private static final String NAME = "__Host-Http-stead-instance-";
    private static final int NAME_BYTES = 4;
    private static final int VALUE_BYTES = 15;

    private StickyCookie() {}

    /** The name of the cookie of one component: several may be on the same host. */
    static String name(String component) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(component.getBytes(StandardCharsets.UTF_8));
            return NAME + HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Makes the values. Used by one thread at a time. */
    static final class Values {
        private final Mac mac;

        Values(SecureRandom random) {
            byte[] key = new byte[32];
            random.nextBytes(key);
            try {
                mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
            }
        }

        /** What stands for this instance, the same each time. */
        String of(String instance) {
            byte[] whole = mac.doFinal(instance.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(Arrays.copyOf(whole, VALUE_BYTES));
        }
    }

    /** What a visitor's cookie says; empty when there is none, or none is wanted. */
    static String read(Proxied wanted, HttpHeaders headers) {
        if (!applies(wanted) || wanted.upstreams().isEmpty()) {
            return "";
        }
        return SteadCookies.value(headers, wanted.upstreams().getFirst().component().cookie());
    }

    /** Only visitors have cookies, and only at the gateway's outer doors. */
    static boolean applies(Proxied wanted) {
        return wanted.rules().sticky() && wanted.to() == Passage.Kind.COMPONENT;
    }

    /** Has the visitor come to this instance again. */
    static void set(HttpHeaders reply, Upstream upstream) {
        reply.add(
                HttpHeaderNames.SET_COOKIE,
                upstream.component().cookie() + "=" + upstream.cookieValue() + ATTRIBUTES);
    }
}
