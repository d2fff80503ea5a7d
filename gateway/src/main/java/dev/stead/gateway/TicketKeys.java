package dev.stead.gateway;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keys of session tickets (RFC 8446 section 4.6.1, RFC 5077), in memory only. Every TLS context
 * uses the same, so that a reloaded certificate costs nobody a full handshake. A new key every
 * {@link #LIFE}; tickets of the two before are still taken. Used by one thread at a time.
 */
final class TicketKeys {
    static final Duration LIFE = Duration.ofHours(12);
    private static final int KEPT = 3;

    private final InstantSource clock;
    private final SecureRandom random;
    private final Deque<OpenSslSessionTicketKey> keys = new ArrayDeque<>();
    private Instant made = Instant.MIN;

    TicketKeys(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Makes a new key when it is time; says whether it did. */
    boolean rotate() {
        Instant now = clock.instant();
        // A clock that was set back far would keep a key for as long again.
        boolean goesOn = !now.isBefore(made) && now.isBefore(made.plus(LIFE));
        if (!keys.isEmpty() && goesOn) {
            return false;
        }
        keys.addFirst(
                new OpenSslSessionTicketKey(
                        bytes(OpenSslSessionTicketKey.NAME_SIZE),
                        bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                        bytes(OpenSslSessionTicketKey.AES_KEY_SIZE)));
        while (keys.size() > KEPT) {
            keys.removeLast();
        }
        made = now;
        return true;
    }

    /** Has a context use the keys there are. */
    void giveTo(SslContext context) {
        rotate();
        ((OpenSslSessionContext) context.sessionContext())
                .setTicketKeys(keys.toArray(OpenSslSessionTicketKey[]::new));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
