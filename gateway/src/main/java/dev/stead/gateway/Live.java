package dev.stead.gateway;

import dev.stead.model.FrontProxy;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;

/**
 * What requests and connections are served with, swapped as one.
 *
 * @param tls null only before the first table
 * @param front proxies before the gateway
 */
record Live(Routes routes, @Nullable TlsContext tls, Optional<FrontProxy> front) {
    static final Live NOTHING = new Live(new Routes(Map.of()), null, Optional.empty());

    /** The same with other certificates. */
    Live showing(TlsContext other) {
        return new Live(routes, other, front);
    }
}
