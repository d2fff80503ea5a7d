package dev.stead.control.accounts;

import java.util.regex.Pattern;

/**
 * Text that can be shown on one line and says what it seems to say: without control characters,
 * characters that only change how others are shown (bidirectional marks among them), other line
 * ends, and halves of characters.
 */
final class PlainText {
    private static final Pattern OTHER = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]");

    private PlainText() {}

    /** Whether this is such a text. */
    static boolean is(String text) {
        return !OTHER.matcher(text).find();
    }

    /**
     * What others chose, made such a text.
     *
     * @param instead of each character that does not belong there
     * @param longest what is longer is cut off there
     */
    static String of(String text, String instead, int longest) {
        // What is cut off is not looked at, however long it is.
        String part = text.length() <= longest ? text : text.substring(0, longest);
        String line = OTHER.matcher(part).replaceAll(instead);
        return text.length() <= longest ? line : line + "...";
    }
}
