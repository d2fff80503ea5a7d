package dev.stead.model;

import java.time.Duration;

/** The keys of {@code queue}. */
final class QueueKeys {
    private static final ProxyRules.Queue DEFAULT = ProxyRules.DEFAULT.queue();

    private static final Key<Integer> LENGTH =
            Key.of(
                            "length",
                            Amounts.whole("a number of requests", 0, 100_000, 100),
                            DEFAULT.length(),
                            "100",
                            "Requests that wait at the same time at most; further ones are answered"
                                    + " 503",
                            "200")
                    .alsoCalled("size", "max", "maxqueue");
    private static final Key<Duration> WAIT =
            Key.of(
                            "wait",
                            Amounts.duration(Duration.ofMillis(10), Duration.ofMinutes(10), "10s"),
                            DEFAULT.atMost(),
                            "`10s`",
                            "How long one waits at most; then it is answered 503",
                            "5s")
                    .feeding("atMost")
                    .alsoCalled("timeout", "at-most", "timeout-queue", "max-wait");

    static final Keys KEYS = Keys.of("queue", "a `queue` mapping", LENGTH, WAIT);

    static final Shape<ProxyRules.Queue> SHAPE =
            KEYS.to(f -> new ProxyRules.Queue(f.get(LENGTH), f.get(WAIT)));

    private QueueKeys() {}
}
