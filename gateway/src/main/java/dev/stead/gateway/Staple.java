package dev.stead.gateway;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The OCSP response that goes with a certificate, if there is one (RFC 6066 section 8). Replaced by
 * one thread, handed out by the event loops.
 */
final class Staple {
    private final InstantSource clock;
    private volatile @Nullable OcspReply reply;

    Staple(InstantSource clock) {
        this.clock = clock;
    }

    Optional<OcspReply> reply() {
        return Optional.ofNullable(reply);
    }

    void replace(OcspReply next) {
        reply = next;
    }

    /** From now on none is shown. */
    void remove() {
        reply = null;
    }

    /** Gives a handshake what is there, unless it is too old. */
    void handTo(ReferenceCountedOpenSslEngine engine) {
        OcspReply now = reply;
        if (now != null && isFresh(now)) {
            engine.setOcspResponse(now.der());
        }
    }

    private boolean isFresh(OcspReply known) {
        Instant now = clock.instant();
        return now.isBefore(known.end());
    }
}
