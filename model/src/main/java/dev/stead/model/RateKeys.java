package dev.stead.model;

import java.util.regex.Pattern;

/** {@code 100/s}, or the keys of a rate. */
final class RateKeys {
    private static final int MOST = 1_000_000;
    private static final int USUAL_BURST = 5;
    private static final Pattern PER_SECOND = Pattern.compile("([0-9]{1,9})/s");
    private static final Pattern OTHER =
            Pattern.compile("([0-9]{1,9})(?: ?(?:r?/(?:s|sec|second)|rps))?");

    private static final Key<Integer> RATE =
            Key.required(
                            "rate",
                            Amounts.whole("a number per second", 1, MOST, 100),
                            "So many in a second over time",
                            "100")
                    .alsoCalled("events", "per-second", "limit", "average");
    private static final Key<Integer> BURST =
            Key.of(
                            "burst",
                            Amounts.whole("a number at once", 1, MOST, 500),
                            0,
                            "five times `rate`",
                            "So many at once after a pause",
                            "500")
                    .alsoCalled("bucket", "nodelay", "max");

    private static final Shape<TrafficRules.Rate> WORD =
            Texts.text(
                    "a rate",
                    "100/s",
                    Json.object("type", "string", "pattern", "^[0-9]{1,9}/s$"),
                    RateKeys::word);

    static final Keys KEYS = Keys.of("rate", "a mapping of a rate", RATE, BURST);

    static final Shape<TrafficRules.Rate> SHAPE =
            ChoiceShape.of(
                    WORD,
                    KEYS.to(f -> {
                        int burst = f.get(BURST);
                        return burst == 0
                                ? usual(f.get(RATE))
                                : new TrafficRules.Rate(f.get(RATE), burst);
                    }));

    /** The key of a rate. */
    static Key<TrafficRules.Rate> key(
            String name, TrafficRules.Rate fallback, String meaning, String example) {
        return Key.of(
                name,
                SHAPE,
                fallback,
                "`{ rate: " + fallback.perSecond() + ", burst: " + fallback.burst() + " }`",
                meaning,
                example);
    }

    private RateKeys() {}

    private static TrafficRules.Rate usual(int perSecond) {
        return new TrafficRules.Rate(perSecond, Math.min(MOST, USUAL_BURST * perSecond));
    }

    private static Parsed<TrafficRules.Rate> word(String text) {
        var match = PER_SECOND.matcher(text);
        if (match.matches()) {
            int rate = Integer.parseInt(match.group(1));
            return rate < 1 || rate > MOST
                    ? Parsed.bad(
                            "`" + text + "` is too " + (rate < 1 ? "small" : "large"),
                            "write from `1/s` to `" + MOST + "/s`")
                    : Parsed.good(usual(rate));
        }
        var other = OTHER.matcher(text);
        if (other.matches()) {
            return Parsed.bad(Texts.not(text, "a rate"), "write `" + other.group(1) + "/s`");
        }
        return Parsed.bad(
                Texts.not(text, "a rate"),
                text.matches("[0-9]+r?/(m|min|h)")
                        ? "write how many in a second, such as `100/s`"
                        : "write one such as `100/s`, or `{ rate: 100, burst: 500 }`");
    }
}
