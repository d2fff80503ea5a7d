package dev.stead.model;

import java.util.List;

/** {@code off}, or the keys of the access log. */
final class AccessLogKeys {
    private static final TrafficRules.LogRules DEFAULT = TrafficRules.DEFAULT.log();

    private static final Shape<String> PARAMETER =
            Texts.matching(
                    "the name of a query parameter",
                    "email",
                    "^[!\"$-%'-<>@-~]{1,100}$",
                    "write its name alone, such as `email`");

    private static final Key<List<String>> HIDE =
            Key.of(
                            "hide",
                            ListShape.of(PARAMETER, "a list of query parameters").values(),
                            List.<String>of(),
                            "only the usual ones, such as `password` and `token`",
                            "Query parameters whose values are left out of the log",
                            "[email, phone]")
                    .alsoCalled("secrets", "redact", "filter", "query", "mask");
    private static final Key<Long> KEEP =
            Key.of(
                            "keep",
                            Amounts.size(1L << 20, "1 MiB", 1L << 40, "1 TiB", "64 MiB"),
                            DEFAULT.keep(),
                            "`64 MiB`",
                            "Size of the log at most; the oldest lines go first",
                            "256 MiB")
                    .alsoCalled("size", "max-size", "roll_size", "rotate", "roll_keep");

    static final Keys KEYS = Keys.of("log", "a `log` mapping", HIDE, KEEP);

    static final Shape<TrafficRules.LogRules> SHAPE =
            ChoiceShape.of(
                    Texts.off("leave the key out for the usual log, or write a mapping")
                            .map(_ -> new TrafficRules.LogRules(false, List.of(), DEFAULT.keep())),
                    KEYS.to(f -> new TrafficRules.LogRules(true, f.get(HIDE), f.get(KEEP))));

    private AccessLogKeys() {}
}
