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

    private static String number(int point) {
        return point < 0x100
                ? "x" + HEX.toHexDigits((byte) point)
                : "u" + HEX.toHexDigits(point).replaceFirst("^0{1,4}", "");
    }
}
