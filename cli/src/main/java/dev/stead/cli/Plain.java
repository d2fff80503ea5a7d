package dev.stead.cli;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Text that has parts which others chose (names of files, what a program wrote), made harmless to a
 * terminal: no control characters but the tab and the line end, none that hide or turn text.
 */
final class Plain {
    private static final Pattern HARMFUL =
            Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Cf}&&[^\t\n\u200c\u200d]]");
    private static final HexFormat HEX = HexFormat.of();

    private Plain() {}

    /** Each harmful character becomes its number, as in {@code \\x1b}. */
    static String text(String text) {
        return HARMFUL.matcher(text)
                .replaceAll(match -> "\\\\" + number(match.group().codePointAt(0)));
    }

    /** The same document; harmful characters can only be in its texts, and are escaped there. */
    static String json(String document) {
        return HARMFUL.matcher(document).replaceAll(match -> escaped(match.group()));
    }

    /** A character above U+FFFF has two escapes. */
    private static String escaped(String point) {
        StringBuilder escapes = new StringBuilder();
        point.chars().forEach(c -> escapes.append("\\\\u").append(HEX.toHexDigits((char) c)));
        return escapes.toString();
    }

    private static String number(int point) {
        return point < 0x100
                ? "x" + HEX.toHexDigits((byte) point)
                : "u" + HEX.toHexDigits(point).replaceFirst("^0{1,4}", "");
    }
}
