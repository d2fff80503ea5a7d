package dev.stead.model;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Shapes of numbers, durations and sizes, written as people write them. */
final class Amounts {
    private static final Pattern DURATION =
            Pattern.compile(
                    "(?:(\\d{1,6})d)? ?(?:(\\d{1,6})h)? ?(?:(\\d{1,6})m)? ?(?:(\\d{1,6})s)?"
                            + " ?(?:(\\d{1,6})ms)?");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?) ?([KMGT]i?B)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(?:\\.\\d{1,3})?");

    /** Of a day, an hour, a minute, a second and itself. */
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};

    private static final Map<String, Long> UNITS = new LinkedHashMap<>();

    static {
        long decimal = 1;
        long binary = 1;
        for (var letter : List.of("K", "M", "G", "T")) {
            decimal *= 1000;
            binary *= 1024;
            UNITS.put(letter + "B", decimal);
            UNITS.put(letter + "iB", binary);
        }
    }

    static final Shape<Boolean> TRUTH =
            Texts.text(
                    "`true` or `false`",
                    "true",
                    Map.of("type", "boolean"),
                    text ->
                            switch (text) {
                                case "true" -> Parsed.good(true);
                                case "false" -> Parsed.good(false);
                                default ->
                                        Parsed.bad(
                                                Texts.not(text, "`true` or `false`"),
                                                "write `true` or `false`");
                            });

    private Amounts() {}

    /** A whole number; with or without quotes. */
    static Shape<Integer> whole(String words, int least, int most, int like) {
        return Texts.text(
                words,
                String.valueOf(like),
                Json.object(
                        "type",
                        List.of("integer", "string"),
                        "pattern",
                        "^[0-9]{1,9}$",
                        "minimum",
                        least,
                        "maximum",
                        most),
                text -> {
                    var mend = "write a whole number from " + least + " to " + most;
                    if (!text.matches("-?[0-9]{1,9}")) {
                        return Parsed.bad(Texts.not(text, words), mend);
                    }
                    int number = Integer.parseInt(text);
                    return number < least || number > most
                            ? Parsed.bad(
                                    number + " is too " + (number < least ? "small" : "large"),
                                    mend)
                            : Parsed.good(number);
                });
    }

    /** A number such as 0.5, above zero. */
    static Shape<Double> decimal(String words, double most, String like) {
        return Texts.text(
                words,
                like,
                Json.object(
                        "type",
                        List.of("number", "string"),
                        "pattern",
                        "^[0-9]{1,9}(\\.[0-9]{1,3})?$",
                        "exclusiveMinimum",
                        0,
                        "maximum",
                        most),
                text -> {
                    var mend =
                            "write a number above 0 and up to %.0f, such as `%s`"
                                    .formatted(most, like);
                    if (!NUMBER.matcher(text).matches()) {
                        return Parsed.bad(Texts.not(text, words), mend);
                    }
                    double number = Double.parseDouble(text);
                    return number <= 0 || number > most
                            ? Parsed.bad(
                                    text + " is too " + (number <= 0 ? "small" : "large"), mend)
                            : Parsed.good(number);
                });
    }

    /** A duration such as {@code 30s} or {@code 1h 30m}. */
    static Shape<Duration> duration(Duration least, Duration most, String like) {
        return Texts.text(
                "a duration",
                like,
                Json.object(
                        "type",
                        "string",
                        "pattern",
                        "^(?=[0-9])([0-9]+d)? ?([0-9]+h)? ?([0-9]+m)? ?([0-9]+s)?"
                                + " ?([0-9]+ms)?$"),
                text -> {
                    var match = DURATION.matcher(text);
                    if (text.isBlank() || !match.matches()) {
                        return Parsed.bad(
                                Texts.not(text, "a duration"),
                                text.matches("\\d{1,6}")
                                        ? "add the unit, such as `" + text + "s`"
                                        : "write one such as `500ms`, `30s`, `10m`, `1h 30m` or"
                                                + " `7d`");
                    }
                    long sum = 0;
                    for (int i = 0; i < MILLIS.length; i++) {
                        var part = match.group(i + 1);
                        sum += part == null ? 0 : Long.parseLong(part) * MILLIS[i];
                    }
                    var duration = Duration.ofMillis(sum);
                    boolean small = duration.compareTo(least) < 0;
                    return small || duration.compareTo(most) > 0
                            ? Parsed.bad(
                                    "`" + text + "` is too " + (small ? "short" : "long"),
                                    "write from %s to %s".formatted(words(least), words(most)))
                            : Parsed.good(duration);
                });
    }

    /** In its largest whole unit. */
    private static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0) {
            return "`0s`";
        }
        var units = List.of("d", "h", "m", "s");
        for (int i = 0; i < units.size(); i++) {
            if (millis % MILLIS[i] == 0) {
                return "`" + millis / MILLIS[i] + units.get(i) + "`";
            }
        }
        return "`" + millis + "ms`";
    }

    /** Bytes, such as {@code 512 MiB}. */
    static Shape<Long> size(long least, String leastWords, String like) {
        return size(least, leastWords, Long.MAX_VALUE, "", like);
    }

    /** Bytes from one bound to another. */
    static Shape<Long> size(
            long least, String leastWords, long most, String mostWords, String like) {
        return Texts.text(
                "a size",
                like,
                Json.object("type", "string", "pattern", "^[0-9]+(\\.[0-9]+)? ?[KMGT]i?B$"),
                text -> {
                    var match = SIZE.matcher(text);
                    if (!match.matches()) {
                        return Parsed.bad(Texts.not(text, "a size"), sizeMend(text));
                    }
                    long unit = UNITS.getOrDefault(match.group(2), 1L);
                    long bytes = Math.round(Double.parseDouble(match.group(1)) * unit);
                    if (bytes < least) {
                        return Parsed.bad(
                                "`" + text + "` is too small",
                                "write at least `" + leastWords + "`");
                    }
                    return bytes > most
                            ? Parsed.bad(
                                    "`" + text + "` is too large",
                                    "write at most `" + mostWords + "`")
                            : Parsed.good(bytes);
                });
    }

    private static String sizeMend(String text) {
        var short_ = Pattern.compile("(\\d{1,6}) ?([kKmMgGtT])(i?[bB])?").matcher(text);
        return short_.matches()
                ? "write `%s %siB`"
                        .formatted(short_.group(1), short_.group(2).toUpperCase(Locale.ROOT))
                : "write a number and a unit, such as `512 MiB` or `1 GiB`";
    }
}
