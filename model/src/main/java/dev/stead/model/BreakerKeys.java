package dev.stead.model;

import java.time.Duration;

/** {@code off}, or the keys of {@code breaker}. */
final class BreakerKeys {
    private static final ProxyRules.Breaker DEFAULT = ProxyRules.DEFAULT.breaker();

    private static final Key<Integer> FAILURES =
            Key.of(
                            "failures",
                            Amounts.whole("a number of failures", 1, 1000, 5),
                            DEFAULT.failures(),
                            "5",
                            "Failures in a row, refused and cut connections and answers that come"
                                    + " too late, that make an instance get nothing for a while",
                            "3")
                    .alsoCalled("max_fails", "max-fails", "errors", "error-limit", "threshold");
    private static final Key<Duration> OPEN =
            Key.of(
                            "open",
                            Amounts.duration(Duration.ofMillis(100), Duration.ofHours(1), "10s"),
                            DEFAULT.open(),
                            "`10s`",
                            "How long it gets nothing; then one request tries it",
                            "30s")
                    .alsoCalled("fail_timeout", "fail_duration", "for", "reset", "timeout");

    static final Keys KEYS = Keys.of("breaker", "a `breaker` mapping", FAILURES, OPEN);

    static final Shape<ProxyRules.Breaker> SHAPE =
            ChoiceShape.of(
                    Texts.off("leave the key out for the usual rules, or write a mapping")
                            .map(_ -> new ProxyRules.Breaker(0, DEFAULT.open())),
                    KEYS.to(f -> new ProxyRules.Breaker(f.get(FAILURES), f.get(OPEN))));

    private BreakerKeys() {}
}
