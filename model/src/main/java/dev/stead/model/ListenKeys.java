package dev.stead.model;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The keys of {@code listen}. */
final class ListenKeys {
    private static final Shape<String> ADDRESS_TEXT =
            Texts.text("an IP address", "127.0.0.1", Map.of("type", "string"), ListenKeys::address);

    private static final Key<List<String>> ADDRESS =
            Key.of(
                            "address",
                            ChoiceShape.of(
                                    ADDRESS_TEXT.map(List::of),
                                    new ListShape<>(ADDRESS_TEXT, "a list of addresses", true, 1)
                                            .values()),
                            List.<String>of(),
                            "loopback for a domain below `.localhost`, every address otherwise",
                            "IP address to listen on, or a list of them",
                            "127.0.0.1")
                    .feeding("addresses")
                    .alsoCalled("addresses", "host", "bind", "ip");
    private static final Key<Optional<Integer>> HTTPS =
            Key.optional(
                            "https",
                            Amounts.whole("a port", 1, 65535, 8443),
                            "443 as root, 8443 otherwise",
                            "Port of TLS",
                            "8443")
                    .alsoCalled("port", "tls", "ssl");
    private static final Key<Optional<Integer>> HTTP =
            Key.optional(
                    "http",
                    Amounts.whole("a port", 1, 65535, 8080),
                    "80 as root, 8080 otherwise",
                    "Port that only sends visitors on to https",
                    "8080");

    private static final Key<Optional<FrontProxy>> FRONT =
            Key.optional(
                            "front",
                            FrontKeys.SHAPE,
                            "none",
                            "Proxies and load balancers before the gateway, whose word about the"
                                    + " visitor's address is taken",
                            "{ from: [10.0.0.0/28], by: proxy-protocol }")
                    .alsoCalled(
                            "proxy_protocol",
                            "proxy-protocol",
                            "accept-proxy",
                            "trusted_proxies",
                            "trusted-proxies",
                            "real_ip",
                            "set_real_ip_from",
                            "proxy");

    static final Keys KEYS = Keys.of("listen", "a `listen` mapping", ADDRESS, HTTPS, HTTP, FRONT);

    static final Shape<Listen> SHAPE = KEYS.making(ListenKeys::make);

    private ListenKeys() {}

    private static Optional<Listen> make(Found found, Problems problems) {
        var https = found.get(HTTPS);
        var http = found.get(HTTP);
        if (https.isPresent() && https.equals(http)) {
            problems.add(
                    found.at(HTTP),
                    "`http` and `https` have the same port, " + https.get(),
                    "give one of them another port");
            return Optional.empty();
        }
        return Optional.of(
                new Listen(found.get(ADDRESS), port(https), port(http), found.get(FRONT)));
    }

    private static OptionalInt port(Optional<Integer> port) {
        return port.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    private static Parsed<String> address(String text) {
        if (text.equals("localhost")) {
            return Parsed.bad("`localhost` is a name, not an address", "write `127.0.0.1`");
        }
        if (text.equals("*")) {
            return Parsed.bad(
                    Texts.not(text, "an IP address"),
                    "write `0.0.0.0` for all of IPv4, `::` for all");
        }
        return literal(text)
                ? Parsed.good(text)
                : Parsed.bad(
                        Texts.not(text, "an IP address"),
                        "write one such as `127.0.0.1` or `::1`, without a port");
    }

    private static boolean literal(String text) {
        if (text.length() > 45
                || !text.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(text).getHostAddress().isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
