package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What requests and connections are served with, swapped as one.
 *
 * @param tls null only before the first table
 */
record Live(Routes routes, @Nullable TlsContext tls) {
    static final Live NOTHING = new Live(new Routes(Map.of()), null);

    /** The same with other certificates. */
    Live showing(TlsContext other) {
        return new Live(routes, other);
    }
}
