package dev.stead.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes as the corpus writes them: ASCII, with {@code \r \n \t \0 \s \\}, {@code \xHH}, and {@code
 * \{COUNT:TEXT}} for a repetition.
 */
final class Escaped {
    private static final Pattern REPEATED = Pattern.compile("\\\\\\{(\\d+):([^}]*)}");
    private static final Pattern ONE = Pattern.compile("\\\\(x[0-9a-f]{2}|[rnt0s\\\\])");

    private Escaped() {}

    /** Each character of the result is one byte. */
    static String decode(String text) {
        String whole =
                REPEATED.matcher(text)
                        .replaceAll(it ->
                                Matcher.quoteReplacement(
                                        it.group(2).repeat(Integer.parseInt(it.group(1)))));
        return ONE.matcher(whole).replaceAll(it -> Matcher.quoteReplacement("" + one(it.group(1))));
    }

    private static char one(String name) {
        return switch (name.charAt(0)) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> '\0';
            case 's' -> ' ';
            case 'x' -> (char) Integer.parseInt(name.substring(1), 16);
            default -> '\\';
        };
    }
}
