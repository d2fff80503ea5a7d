package dev.stead.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where the gateway listens.
 *
 * @param addresses IP addresses to bind; empty means the default: loopback for a domain below
 *     {@code .localhost}, every address otherwise
 * @param https port of TLS, 1 to 65535; empty means 443 as root and 8443 otherwise
 * @param http port that redirects to https, 1 to 65535; empty means 80 as root and 8080 otherwise
 * @param front proxies before the gateway
 */
public record Listen(
        List<String> addresses, OptionalInt https, OptionalInt http, Optional<FrontProxy> front) {
    /** Everything left to the defaults. */
    public static final Listen DEFAULT =
            new Listen(List.of(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

    public Listen {
        addresses = List.copyOf(addresses);
    }
}
