package dev.stead.gateway;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an authority that checks our names is to be answered at the moment; nearly always nothing.
 * Written by the one that orders certificates, read by the event loops.
 */
final class Challenges {
    /** Application protocol of TLS-ALPN-01 (RFC 8737 section 4). */
    static final String PROTOCOL = "acme-tls/1";

    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, TlsContext> contexts = new ConcurrentHashMap<>();

    /** From now on HTTP-01 (RFC 8555 section 8.3) is answered for this token. */
    void answer(String token, String authorization) {
        tokens.put(token, authorization);
    }

    /** From now on TLS-ALPN-01 is answered for this host; owned. */
    void answer(String host, TlsContext context) {
        TlsContext before = contexts.put(host, context);
        if (before != null) {
            before.release();
        }
    }

    /** Nothing is to be answered any more. */
    void clear() {
        tokens.clear();
        contexts.values()
                .removeIf(context -> {
                    context.release();
                    return true;
                });
    }

    Optional<String> authorization(String token) {
        return Optional.ofNullable(tokens.get(token));
    }

    /** Whether a client may be an authority that wants TLS-ALPN-01. */
    boolean expectsHello() {
        return !contexts.isEmpty();
    }

    /** What such a client is to be shown, when it is one. */
    Optional<TlsContext> context(ClientHello hello) {
        return hello.protocols().contains(PROTOCOL)
                ? Optional.ofNullable(contexts.get(hello.host()))
                : Optional.empty();
    }
}
