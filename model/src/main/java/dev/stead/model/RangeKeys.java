package dev.stead.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ranges of addresses, and the keys that say from where requests are taken. */
final class RangeKeys {
    /** One range, or one address. */
    static final Shape<Cidr> RANGE =
            Texts.text(
                    "a range of addresses",
                    "10.0.0.0/8",
                    Map.of("type", "string"),
                    RangeKeys::range);

    static final Key<List<Cidr>> ALLOW =
            Key.of(
                            "allow",
                            ranges(1),
                            List.<Cidr>of(),
                            "from everywhere",
                            "Addresses and ranges that may ask; all others are refused",
                            "[10.0.0.0/8, \"2001:db8::/32\"]")
                    .alsoCalled("whitelist", "allowlist", "allow-from", "remote_ip", "only");
    static final Key<List<Cidr>> DENY =
            Key.of(
                            "deny",
                            ranges(1),
                            List.<Cidr>of(),
                            "none",
                            "Addresses and ranges that may not ask, whatever `allow` says",
                            "[192.0.2.0/24]")
                    .alsoCalled("blacklist", "blocklist", "denylist", "block", "reject");

    private RangeKeys() {}

    /** A list of at least so many ranges. */
    static Shape<List<Cidr>> ranges(int least) {
        return new ListShape<>(RANGE, "a list of addresses and ranges", true, least).values();
    }

    /** What both keys say together. */
    static AddressRules rules(Found found) {
        return new AddressRules(found.get(ALLOW), found.get(DENY));
    }

    private static Parsed<Cidr> range(String text) {
        if (text.equals("all") || text.equals("any") || text.equals("*")) {
            return Parsed.bad(
                    Texts.not(text, "a range of addresses"),
                    "write `0.0.0.0/0` for all of IPv4, `::/0` for all of IPv6");
        }
        Optional<Cidr> exact = Cidr.parse(text);
        if (exact.isPresent()) {
            return Parsed.good(exact.get());
        }
        return Cidr.around(text)
                .<Parsed<Cidr>>map(range ->
                        Parsed.bad(
                                "`"
                                        + Suggestion.shortened(text)
                                        + "` is an address inside a range, not the first"
                                        + " one of it",
                                "write `"
                                        + range
                                        + "` for the range, or the address without `/"
                                        + text.substring(text.indexOf('/') + 1)
                                        + "`"))
                .orElseGet(() ->
                        Parsed.bad(
                                Texts.not(text, "a range of addresses"),
                                "write one such as `10.0.0.0/8`, `192.0.2.7` or"
                                        + " `2001:db8::/32`"));
    }
}
