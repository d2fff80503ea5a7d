package dev.stead.agent;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Makes what a program wrote harmless to a terminal and to JSON: no control characters but the tab,
 * no characters that turn the direction of text, no bytes that are no UTF-8, no endless lines.
 */
final class LogText {
    /** The longest line that is shown whole, bytes. */
    static final int LONGEST = 16 * 1024;

    private static final HexFormat HEX = HexFormat.of();

    private LogText() {}

    /**
     * @param line without its line end, at most {@link #LONGEST} bytes of it
     * @param length how many bytes of the array are the line
     * @param left how many bytes more the line had
     */
    static String clean(byte[] line, int length, long left) {
        int end = left == 0 && length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        StringBuilder clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(clean, point));
        if (left > 0) {
            clean.append(" ... (").append(left).append(" more bytes)");
        }
        return clean.toString();
    }

    private static void append(StringBuilder clean, int point) {
        if (point == '\t' || !harmful(point)) {
            clean.appendCodePoint(point);
        } else if (point < 0x100) {
            clean.append("\\x").append(HEX.toHexDigits((byte) point));
        } else {
            clean.append("\\u").append(HEX.toHexDigits((char) point));
        }
    }

    private static boolean harmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            case Character.FORMAT ->
                    point == 0x200E
                            || point == 0x200F
                            || point == 0x061C
                            || (point >= 0x202A && point <= 0x202E)
                            || (point >= 0x2066 && point <= 0x2069)
                            || point == 0xFEFF;
            default -> false;
        };
    }
}
