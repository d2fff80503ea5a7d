package dev.stead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of {@code front}. */
final class FrontKeys {
    private static final Key<List<Cidr>> FROM =
            Key.required(
                            "from",
                            RangeKeys.ranges(1),
                            "Addresses and ranges of these proxies; whoever else connects is a"
                                    + " visitor",
                            "[10.0.0.0/28]")
                    .alsoCalled(
                            "trusted", "trusted-proxies", "trusted_proxies", "set_real_ip_from");
    private static final Key<FrontProxy.By> BY =
            Key.required(
                            "by",
                            Texts.text(
                                    "`proxy-protocol` or `forwarded-for`",
                                    "proxy-protocol",
                                    Map.of("enum", List.of("proxy-protocol", "forwarded-for")),
                                    FrontKeys::by),
                            "How they say whom they speak for: the PROXY protocol before all else,"
                                    + " or the header `X-Forwarded-For`",
                            "proxy-protocol")
                    .alsoCalled("header", "real_ip_header", "protocol", "mode");

    static final Keys KEYS = Keys.of("front", "a `front` mapping", FROM, BY);

    static final Shape<FrontProxy> SHAPE = KEYS.making(FrontKeys::make);

    private FrontKeys() {}

    private static Optional<FrontProxy> make(Found found, Problems problems) {
        List<Cidr> from = found.get(FROM);
        Optional<Cidr> all = from.stream().filter(Cidr::isAll).findFirst();
        if (all.isPresent()) {
            problems.add(
                    found.at(FROM),
                    "with `" + all.get() + "`, every visitor could say to come from anywhere",
                    "write the addresses of the proxies");
            return Optional.empty();
        }
        return Optional.of(new FrontProxy(from, found.get(BY)));
    }

    private static Parsed<FrontProxy.By> by(String text) {
        return switch (text) {
            case "proxy-protocol" -> Parsed.good(FrontProxy.By.PROXY_PROTOCOL);
            case "forwarded-for" -> Parsed.good(FrontProxy.By.FORWARDED_FOR);
            case "proxy_protocol", "PROXY", "proxy" ->
                    Parsed.bad(
                            "`" + text + "` is not a way to name a visitor",
                            "write `proxy-protocol`");
            case "X-Forwarded-For", "x-forwarded-for", "xff" ->
                    Parsed.bad(
                            "`" + text + "` is not a way to name a visitor",
                            "write `forwarded-for`");
            default ->
                    Parsed.bad(
                            "`" + Suggestion.shortened(text) + "` is not a way to name a visitor",
                            "write `proxy-protocol` or `forwarded-for`");
        };
    }
}
