package dev.stead.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Escapes in paths and queries. */
final class PathText {
    private static final String HEX = "0123456789ABCDEF";

    private PathText() {}

    /** Whether a path is in normal form already, seen without building anything. */
    static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || c <= ' ' || c == '\\' || c >= 0x7f) {
                return false;
            }
            if (c == '.' && path.charAt(i - 1) == '/') {
                return false;
            }
        }
        return true;
    }

    /** Unescapes what need not be escaped, escapes what must be; empty when it is malformed. */
    static Optional<String> escapes(String path) {
        StringBuilder text = new StringBuilder(path.length() + 16);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int value = escaped(path, i);
                if (value < ' ' || value == 0x7f) {
                    return Optional.empty();
                }
                append(text, value, !isUnreserved(value));
                i += 2;
            } else if (c <= ' ' || c == 0x7f || c == '\\' || c > 0xff) {
                return Optional.empty();
            } else {
                append(text, c, c > 0x7f);
            }
        }
        return Optional.of(text.toString());
    }

    /** A query with bytes beyond ASCII escaped; empty when it holds control characters. */
    static Optional<String> query(String query) {
        StringBuilder text = new StringBuilder(query.length());
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c == 0x7f || c > 0xff) {
                return Optional.empty();
            }
            append(text, c, c > 0x7f);
        }
        return Optional.of(text.toString());
    }

    /** All escapes undone, as UTF-8; empty when it is not UTF-8. */
    static Optional<String> decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return Optional.of(segment);
        }
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            bytes.put((byte) (c == '%' ? escaped(segment, i) : c));
            i += c == '%' ? 2 : 0;
        }
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Every escape once undone, as bytes; what is none stays. */
    static String undoEscapes(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder undone = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int value = text.charAt(i) == '%' ? escaped(text, i) : -1;
            undone.append(value < 0 ? text.charAt(i) : (char) value);
            i += value < 0 ? 0 : 2;
        }
        return undone.toString();
    }

    /** The value of the escape at this place, -1 when it is none. */
    private static int escaped(String text, int at) {
        if (at + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static void append(StringBuilder text, int value, boolean escape) {
        if (escape) {
            text.append('%').append(HEX.charAt(value >> 4)).append(HEX.charAt(value & 15));
        } else {
            text.append((char) value);
        }
    }

    /** How many slashes there are. */
    static int slashes(String path) {
        int slashes = 0;
        for (int i = 0; i < path.length(); i++) {
            slashes += path.charAt(i) == '/' ? 1 : 0;
        }
        return slashes;
    }

    static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
