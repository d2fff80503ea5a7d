package dev.stead.model;

import java.util.List;

/**
 * Proxies that stand before the gateway and whose word about the visitor's address is taken.
 *
 * @param from their addresses; others are visitors themselves
 * @param by how they say it
 */
public record FrontProxy(List<Cidr> from, By by) {
    public FrontProxy {
        from = List.copyOf(from);
    }

    /** How a proxy says whom it speaks for. */
    public enum By {
        /** The PROXY protocol, version 1 or 2, before everything else on the connection. */
        PROXY_PROTOCOL,
        /** The header {@code X-Forwarded-For}. */
        FORWARDED_FOR
    }
}
