package dev.stead.gateway;

import io.netty.util.AsciiString;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Header lines as they came: the bytes of a whole head and where names and values are in it. Lines
 * that nobody changes are copied as bytes when the head is written, without an object for a name or
 * a value. Used by one thread at a time.
 *
 * <p>A line is at {@code spans[4 * i]}: begin and end of its name, begin and end of its value. The
 * begin of the name is {@link #ADDED} for a line that was set here, {@link #REMOVED} for one that
 * is gone.
 */
final class Lines {
    private static final int ADDED = -1;
    private static final int REMOVED = -2;
    private static final int FIRST_LINES = 16;

    private final byte[] block;
    private int[] spans = new int[4 * FIRST_LINES];
    private @Nullable CharSequence @Nullable [] names;
    private @Nullable CharSequence[] values = new CharSequence[FIRST_LINES];
    private int count;
    private int live;
    private long present;

    /**
     * No lines yet.
     *
     * @param block has the bytes of the lines that will be {@link #found}; not copied
     */
    Lines(byte[] block) {
        this.block = block;
    }

    /** A bit that a name shares with few others: tells which names cannot be there. */
    private static long bit(int length, int first, int last) {
        return 1L << (length + (first | 0x20) * 5 + (last | 0x20) * 11 & 63);
    }

    private static long bit(CharSequence name) {
        int length = name.length();
        return length == 0 ? 0 : bit(length, name.charAt(0), name.charAt(length - 1));
    }

    /** A line that is in the block. */
    void found(int name, int nameEnd, int value, int valueEnd) {
        int at = next();
        spans[at] = name;
        spans[at + 1] = nameEnd;
        spans[at + 2] = value;
        spans[at + 3] = valueEnd;
        present |= bit(nameEnd - name, block[name], block[nameEnd - 1]);
    }

    /** Adds a line; both texts must be right already. */
    void add(CharSequence name, CharSequence value) {
        int at = next();
        @Nullable CharSequence[] ownNames = names;
        if (ownNames == null || ownNames.length < count) {
            ownNames =
                    ownNames == null
                            ? new CharSequence[spans.length / 4]
                            : Arrays.copyOf(ownNames, spans.length / 4);
            names = ownNames;
        }
        spans[at] = ADDED;
        ownNames[count - 1] = name;
        values[count - 1] = value;
        present |= bit(name);
    }

    private int next() {
        if (4 * count == spans.length) {
            spans = Arrays.copyOf(spans, 2 * spans.length);
            values = Arrays.copyOf(values, 2 * values.length);
        }
        live++;
        return 4 * count++;
    }

    /** How many lines there are. */
    int live() {
        return live;
    }

    /** The first line at or after an index; -1 when there is none. */
    int next(int from) {
        for (int i = from; i < count; i++) {
            if (spans[4 * i] != REMOVED) {
                return i;
            }
        }
        return -1;
    }

    /** The next line of a name, in whatever case, at or after an index; -1 when there is none. */
    int find(CharSequence name, int from) {
        if ((present & bit(name)) == 0) {
            return -1;
        }
        int length = name.length();
        for (int i = from; i < count; i++) {
            int begin = spans[4 * i];
            if (begin >= 0
                    ? spans[4 * i + 1] - begin == length && isNamed(begin, name, length)
                    : begin == ADDED && AsciiString.contentEqualsIgnoreCase(name(i), name)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isNamed(int begin, CharSequence name, int length) {
        for (int i = 0; i < length; i++) {
            int ours = block[begin + i];
            int theirs = name.charAt(i);
            if (ours != theirs && !isSameLetter(ours, theirs)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSameLetter(int a, int b) {
        int lower = a | 0x20;
        return lower == (b | 0x20) && lower >= 'a' && lower <= 'z';
    }

    CharSequence name(int line) {
        @Nullable CharSequence[] own = names;
        CharSequence known = own == null || line >= own.length ? null : own[line];
        if (known != null) {
            return known;
        }
        int begin = spans[4 * line];
        return new AsciiString(block, begin, spans[4 * line + 1] - begin, false);
    }

    /** The value of a line; bytes beyond ASCII are one character each. */
    String value(int line) {
        CharSequence known = values[line];
        if (known != null) {
            return known.toString();
        }
        int begin = spans[4 * line + 2];
        int length = spans[4 * line + 3] - begin;
        String text = new String(block, begin, length, StandardCharsets.ISO_8859_1);
        values[line] = text;
        return text;
    }

    void remove(int line) {
        spans[4 * line] = REMOVED;
        live--;
    }

    void clear() {
        count = 0;
        live = 0;
        present = 0;
        names = null;
        Arrays.fill(values, null);
    }

    // Writing.

    /** Writes every line with its end; neighbours that came so are written as they came. */
    void write(HeadText to) {
        int begin = 0;
        int end = -1;
        for (int i = 0; i < count; i++) {
            int name = spans[4 * i];
            if (name >= 0 && isNormal(i)) {
                if (name != end) {
                    copy(to, begin, end);
                    begin = name;
                }
                end = spans[4 * i + 3] + 2;
            } else if (name != REMOVED) {
                copy(to, begin, end);
                end = -1;
                writeLine(to, i);
            }
        }
        copy(to, begin, end);
    }

    private void copy(HeadText to, int begin, int end) {
        if (end > begin) {
            to.raw(block, begin, end);
        }
    }

    /** Whether it is in the block as {@code name: value}, carriage return, line feed. */
    private boolean isNormal(int line) {
        int colon = spans[4 * line + 1];
        int end = spans[4 * line + 3];
        return spans[4 * line + 2] == colon + 2
                && block[colon] == ':'
                && block[colon + 1] == ' '
                && end + 1 < block.length
                && block[end] == '\r'
                && block[end + 1] == '\n';
    }

    private void writeLine(HeadText to, int line) {
        int at = 4 * line;
        if (spans[at] >= 0) {
            to.raw(block, spans[at], spans[at + 1])
                    .separator()
                    .raw(block, spans[at + 2], spans[at + 3])
                    .end();
        } else {
            to.line(name(line), Objects.requireNonNull(values[line]));
        }
    }
}
