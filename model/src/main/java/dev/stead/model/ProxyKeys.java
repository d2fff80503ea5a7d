package dev.stead.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The keys of {@code proxy}. */
final class ProxyKeys {
    private static final ProxyRules DEFAULT = ProxyRules.DEFAULT;
    private static final Duration DAY = Duration.ofDays(1);

    private static final Key<Optional<Long>> BODY =
            Key.optional(
                            "body",
                            Amounts.size(1024, "1 KiB", "100 MiB"),
                            "no limit",
                            "Largest body of a request; larger ones are answered 413",
                            "100 MiB")
                    .alsoCalled("client_max_body_size", "max-body", "max_size", "body-size");
    private static final Key<Duration> CONNECT =
            Key.of(
                            "connect",
                            Amounts.duration(Duration.ofMillis(10), Duration.ofMinutes(1), "3s"),
                            DEFAULT.connect(),
                            "`3s`",
                            "How long connecting to an instance may take",
                            "1s")
                    .alsoCalled("proxy_connect_timeout", "dial_timeout", "connect-timeout");
    private static final Key<Duration> ANSWER =
            Key.of(
                            "answer",
                            Amounts.duration(Duration.ofMillis(10), DAY, "60s"),
                            DEFAULT.answer(),
                            "`60s`",
                            "How long an instance may take to begin its answer once it has the"
                                    + " request, and how long it may neither take more of the"
                                    + " request nor go on with the answer; not for event streams"
                                    + " and lines of JSON (`application/x-ndjson`)",
                            "5m")
                    .alsoCalled("proxy_read_timeout", "response_header_timeout", "timeout", "read");
    private static final Key<Duration> STALL =
            Key.of(
                            "stall",
                            Amounts.duration(Duration.ofMillis(100), DAY, "60s"),
                            DEFAULT.stall(),
                            "`60s`",
                            "How long a visitor may neither send the body nor take the answer",
                            "30s")
                    .alsoCalled("client_body_timeout", "send_timeout", "idle", "idle-timeout");
    private static final Key<Optional<Integer>> CONCURRENCY =
            Key.optional(
                            "concurrency",
                            Amounts.whole("a number of requests", 1, 100_000, 50),
                            "no limit",
                            "Requests and WebSockets under way at one instance at most",
                            "50")
                    .alsoCalled("maxconn", "max_conns", "max_requests", "connections", "workers");
    private static final Key<ProxyRules.Queue> QUEUE =
            Key.of(
                            "queue",
                            QueueKeys.SHAPE,
                            DEFAULT.queue(),
                            "see below",
                            "Where requests wait while every instance has as many as it may",
                            "{ length: 200, wait: 5s }")
                    .alsoCalled("timeout-queue", "maxqueue", "backlog", "buffer");
    private static final Key<Boolean> STICKY =
            Key.of(
                            "sticky",
                            Amounts.TRUTH,
                            DEFAULT.sticky(),
                            "`false`",
                            "Whether a visitor's requests go to the same instance while it serves",
                            "true")
                    .alsoCalled("ip_hash", "cookie", "affinity", "session-affinity", "lb_policy");
    private static final Key<Duration> SLOW_START =
            Key.of(
                            "slow-start",
                            Amounts.duration(Duration.ZERO, Duration.ofHours(1), "10s"),
                            DEFAULT.slowStart(),
                            "`10s`",
                            "How long a new instance gets less than its share, which grows"
                                    + " meanwhile; `0s` for the whole share at once",
                            "30s")
                    .feeding("slowStart")
                    .alsoCalled("slow_start", "slowstart", "ramp", "warm-up");
    private static final Key<ProxyRules.Breaker> BREAKER =
            Key.of(
                            "breaker",
                            BreakerKeys.SHAPE,
                            DEFAULT.breaker(),
                            "see below",
                            "When an instance that fails gets nothing for a while; `off` for never",
                            "{ failures: 3, open: 30s }")
                    .alsoCalled("circuit-breaker", "max_fails", "fail_timeout", "outlier");
    private static final Key<Boolean> PROXY_PROTOCOL =
            Key.of(
                            "proxy-protocol",
                            Amounts.TRUTH,
                            DEFAULT.proxyProtocol(),
                            "`false`",
                            "Whether connections to instances begin with the PROXY protocol,"
                                    + " version 2, for programs that read it",
                            "true")
                    .feeding("proxyProtocol")
                    .alsoCalled("proxy_protocol", "send-proxy", "send-proxy-v2");

    static final Keys KEYS =
            Keys.of(
                    "proxy",
                    "a `proxy` mapping",
                    BODY,
                    CONNECT,
                    ANSWER,
                    STALL,
                    CONCURRENCY,
                    QUEUE,
                    STICKY,
                    SLOW_START,
                    BREAKER,
                    PROXY_PROTOCOL);

    static final Shape<ProxyRules> SHAPE = KEYS.to(ProxyKeys::make);

    private ProxyKeys() {}

    private static ProxyRules make(Found found) {
        return new ProxyRules(
                found.get(BODY).map(OptionalLong::of).orElseGet(OptionalLong::empty),
                found.get(CONNECT),
                found.get(ANSWER),
                found.get(STALL),
                found.get(CONCURRENCY).map(OptionalInt::of).orElseGet(OptionalInt::empty),
                found.get(QUEUE),
                found.get(STICKY),
                found.get(SLOW_START),
                found.get(BREAKER),
                found.get(PROXY_PROTOCOL));
    }
}
