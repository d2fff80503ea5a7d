package dev.stead.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The keys of {@code traffic}. */
final class TrafficKeys {
    private static final int MOST = 1_000_000;
    private static final TrafficRules DEFAULT = TrafficRules.DEFAULT;

    private static final Key<Optional<Integer>> CONNECTIONS =
            Key.optional(
                            "connections",
                            Amounts.whole("a number of connections", 10, MOST, 10_000),
                            "what the machine's descriptors allow",
                            "Visitors' connections at one time",
                            "10000")
                    .alsoCalled("maxconn", "worker_connections", "max-connections");
    private static final Key<Optional<Long>> MEMORY =
            Key.optional(
                            "memory",
                            Amounts.size(16L << 20, "16 MiB", "256 MiB"),
                            "a share of the machine's memory",
                            "Memory for what is on its way, at most",
                            "256 MiB")
                    .alsoCalled("buffers", "proxy_buffers");

    private static final Key<Integer> PER_ADDRESS =
            Key.of(
                            "connections",
                            Amounts.whole("a number of connections", 1, MOST, 500),
                            DEFAULT.address().connections(),
                            String.valueOf(DEFAULT.address().connections()),
                            "Connections at one time",
                            "200")
                    .alsoCalled("limit_conn", "conn", "max-connections");
    private static final Key<TrafficRules.Rate> ADDRESS_REQUESTS =
            RateKeys.key(
                            "requests",
                            DEFAULT.address().requests(),
                            "Requests of visitors who are not signed in",
                            "100/s")
                    .alsoCalled("limit_req", "rate", "rate-limit", "rate_limit");
    private static final Key<TrafficRules.Rate> ADDRESS_UPGRADES =
            RateKeys.key(
                            "upgrades",
                            DEFAULT.address().upgrades(),
                            "WebSockets and other upgraded connections begun",
                            "{ rate: 10, burst: 50 }")
                    .alsoCalled("websockets");
    static final Keys ADDRESS_KEYS =
            Keys.of(
                    "address",
                    "an `address` mapping",
                    PER_ADDRESS,
                    ADDRESS_REQUESTS,
                    ADDRESS_UPGRADES);
    private static final Key<TrafficRules.PerAddress> ADDRESS =
            Key.of(
                            "address",
                            ADDRESS_KEYS.to(f ->
                                    new TrafficRules.PerAddress(
                                            f.get(PER_ADDRESS),
                                            f.get(ADDRESS_REQUESTS),
                                            f.get(ADDRESS_UPGRADES))),
                            DEFAULT.address(),
                            "see below",
                            "What one address may do, or the first 64 bits of an IPv6 address",
                            "{ connections: 200, requests: 100/s }")
                    .alsoCalled("ip", "client", "limit_req", "limit_conn", "rate_limit", "rate");

    private static final Key<TrafficRules.Rate> ACCOUNT_REQUESTS =
            RateKeys.key(
                            "requests",
                            DEFAULT.account().requests(),
                            "Requests with the sessions of one account",
                            "{ rate: 200, burst: 1000 }")
                    .alsoCalled("rate", "rate-limit", "rate_limit");
    private static final Key<TrafficRules.Rate> ACCOUNT_UPGRADES =
            RateKeys.key(
                            "upgrades",
                            DEFAULT.account().upgrades(),
                            "WebSockets and other upgraded connections begun",
                            "{ rate: 10, burst: 50 }")
                    .alsoCalled("websockets");
    static final Keys ACCOUNT_KEYS =
            Keys.of("account", "an `account` mapping", ACCOUNT_REQUESTS, ACCOUNT_UPGRADES);
    private static final Key<TrafficRules.PerAccount> ACCOUNT =
            Key.of(
                            "account",
                            ACCOUNT_KEYS.to(f ->
                                    new TrafficRules.PerAccount(
                                            f.get(ACCOUNT_REQUESTS), f.get(ACCOUNT_UPGRADES))),
                            DEFAULT.account(),
                            "see below",
                            "What one account may do, wherever it is signed in",
                            "{ requests: 200/s }")
                    .alsoCalled("user", "session");

    static final Key<TrafficRules.LogRules> LOG =
            Key.of(
                            "log",
                            AccessLogKeys.SHAPE,
                            DEFAULT.log(),
                            "see below",
                            "The access log, one JSON object for each request; `off` for none",
                            "{ hide: [email], keep: 256 MiB }")
                    .alsoCalled("access_log", "access-log", "logs", "httplog");

    static final Keys KEYS =
            Keys.of(
                    "traffic",
                    "a `traffic` mapping",
                    CONNECTIONS,
                    MEMORY,
                    ADDRESS,
                    ACCOUNT,
                    RangeKeys.ALLOW,
                    RangeKeys.DENY,
                    LOG);

    static final Shape<TrafficRules> SHAPE = KEYS.to(TrafficKeys::make);

    private TrafficKeys() {}

    private static TrafficRules make(Found found) {
        return new TrafficRules(
                found.get(CONNECTIONS).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                found.get(MEMORY).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                found.get(ADDRESS),
                found.get(ACCOUNT),
                RangeKeys.rules(found),
                found.get(LOG));
    }
}
