package dev.stead.model;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Shapes of names and other short texts. */
final class Texts {
    /** How systems and components are named. */
    static final String NAME_PATTERN = "^[a-z]([a-z0-9-]{0,29}[a-z0-9])?$";

    private static final int MAX_NAME = 31;
    private static final int MAX_LINE = 4096;

    /** A host name of one or more labels, as DNS allows it. */
    static final String HOST_PATTERN =
            "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$";

    static final Shape<String> SYSTEM_NAME = name("a name", "planning");
    static final Shape<String> COMPONENT_NAME = name("a name", "api");
    static final Shape<String> SECRET_NAME = name("the name of a secret", "db-password");

    static final Shape<String> PARAMETER_NAME = name("the name of a parameter", "size");

    static final Shape<String> GROUP_NAME = name("the name of a group", "planners");

    static final Shape<String> DOMAIN = host("a domain", "planning.example.com");
    static final Shape<String> HOST = host("a host name", "api");

    static final Shape<String> PACKAGE =
            matching(
                    "a Debian package",
                    "python3-flask",
                    "^[a-z0-9][a-z0-9+.-]+$",
                    "write its name only, in lower case, such as `python3-flask`");

    private Texts() {}

    static <T> Shape<T> text(
            String words,
            String like,
            Map<String, Object> json,
            Function<String, Parsed<T>> parser) {
        return new ScalarShape<>(words, like, json, parser);
    }

    /** Text of a pattern, with one mend for whatever does not match. */
    static Shape<String> matching(String words, String like, String pattern, String mend) {
        var compiled = Pattern.compile(pattern);
        return text(
                words,
                like,
                Json.object("type", "string", "pattern", pattern),
                text ->
                        text.length() <= MAX_LINE && compiled.matcher(text).matches()
                                ? Parsed.good(text)
                                : Parsed.bad(not(text, words), mend));
    }

    /** One of two words. */
    static <T> Shape<T> either(String one, T first, String other, T second) {
        var both = "`" + one + "` or `" + other + "`";
        return text(
                both,
                one,
                Map.of("enum", List.of(one, other)),
                text -> {
                    if (text.equals(one)) {
                        return Parsed.good(first);
                    }
                    return text.equals(other)
                            ? Parsed.good(second)
                            : Parsed.bad(not(text, both), "write " + both);
                });
    }

    /** One line of at most this many letters. */
    static Shape<String> line(String words, String like, int most) {
        return text(
                words,
                like,
                Json.object("type", "string", "minLength", 1, "maxLength", most),
                text ->
                        text.codePointCount(0, text.length()) > most
                                ? Parsed.bad(
                                        words + " of more than " + most + " letters is here",
                                        "shorten it")
                                : line(text));
    }

    /** The word {@code off}. */
    static Shape<String> off(String mend) {
        return text(
                "`off`",
                "off",
                Map.of("const", "off"),
                text ->
                        text.equals("off")
                                ? Parsed.good(text)
                                : Parsed.bad(
                                        not(text, "`off`"),
                                        switch (text) {
                                            case "false", "none", "no", "never" -> "write `off`";
                                            default -> mend;
                                        }));
    }

    /** {@code `x` is not a name}. */
    static String not(String text, String words) {
        return text.isBlank()
                ? "an empty text is here, " + words + " is expected"
                : "`" + Suggestion.shortened(text) + "` is not " + words;
    }

    private static Shape<String> name(String words, String like) {
        var pattern = Pattern.compile(NAME_PATTERN);
        return text(
                words,
                like,
                Json.object("type", "string", "pattern", NAME_PATTERN),
                text -> {
                    if (pattern.matcher(text).matches()) {
                        return Parsed.good(text);
                    }
                    if (text.length() > MAX_NAME) {
                        return Parsed.bad(
                                "`" + Suggestion.shortened(text) + "` is longer than 31 characters",
                                "shorten it");
                    }
                    var better = text.toLowerCase(Locale.ROOT).replaceAll("[_. ]+", "-");
                    return Parsed.bad(
                            not(text, words),
                            pattern.matcher(better).matches()
                                    ? "write `" + better + "`"
                                    : "use lower-case letters, digits and `-`, a letter first, no"
                                            + " `-` at the end");
                });
    }

    private static Shape<String> host(String words, String like) {
        var pattern = Pattern.compile(HOST_PATTERN);
        return text(
                words,
                like,
                Json.object("type", "string", "pattern", HOST_PATTERN, "maxLength", 253),
                text -> {
                    if (text.matches("[0-9.]+") || text.startsWith("[")) {
                        return Parsed.bad(
                                "`" + Suggestion.shortened(text) + "` is an address, not " + words,
                                "write a name such as `"
                                        + like
                                        + "`; addresses belong under `listen`");
                    }
                    if (text.length() <= 253 && pattern.matcher(text).matches()) {
                        return Parsed.good(text);
                    }
                    var better =
                            text.toLowerCase(Locale.ROOT)
                                    .replaceFirst("^[a-z]+://", "")
                                    .replaceFirst("[/:].*$", "")
                                    .replace('_', '-');
                    return Parsed.bad(
                            not(text, words),
                            !better.equals(text)
                                            && better.length() <= 253
                                            && pattern.matcher(better).matches()
                                    ? "write `" + better + "`"
                                    : "write a name such as `"
                                            + like
                                            + "`: letters, digits and `-`, parts of at most 63"
                                            + " characters, dots between them");
                });
    }

    static Parsed<String> line(String text) {
        if (text.isBlank()) {
            return Parsed.bad("an empty text is here", "write something, or take the key out");
        }
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            return Parsed.bad(
                    "the text has a line break or control character in it", "write it on one line");
        }
        if (text.length() > MAX_LINE) {
            return Parsed.bad("the text is longer than 4096 characters", "shorten it");
        }
        return Parsed.good(text);
    }
}
