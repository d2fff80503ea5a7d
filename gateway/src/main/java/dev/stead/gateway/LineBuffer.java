package dev.stead.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds a line of JSON (RFC 8259) as bytes, in memory that is used again for the next one. What it
 * writes is ASCII: whatever else there is in a text is escaped. Used by one thread.
 */
final class LineBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[2048];
    private int length;

    void clear() {
        length = 0;
    }

    /** The bytes so far; only the first {@link #length} count. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Writes bytes as they are. */
    LineBuffer raw(byte[] text) {
        room(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    LineBuffer raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Writes a number from 0 on. */
    LineBuffer number(long value) {
        room(20);
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** Writes nanoseconds as milliseconds with three decimals. */
    LineBuffer millis(long nanos) {
        long micros = Math.max(0, nanos) / 1_000;
        return number(micros / 1_000).raw('.').threeDigits((int) (micros % 1_000));
    }

    /** Writes a number from 0 to 999 with leading zeros. */
    LineBuffer threeDigits(int value) {
        return raw((char) ('0' + value / 100))
                .raw((char) ('0' + value / 10 % 10))
                .raw((char) ('0' + value % 10));
    }

    /** Writes a part of a text as it stands inside quotes. */
    LineBuffer text(String text, int from, int to) {
        room((to - from) * 6);
        byte[] into = bytes;
        int at = length;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                into[at++] = (byte) c;
            } else {
                at = escaped(c, at);
            }
        }
        length = at;
        return this;
    }

    /** Writes the beginning of a text as it stands inside quotes. */
    LineBuffer text(String text, int longest) {
        return text(text, 0, Math.min(longest, text.length()));
    }

    /** Writes an escape; returns where it ends. */
    private int escaped(char c, int at) {
        bytes[at] = '\\';
        bytes[at + 1] = 'u';
        for (int digit = 0; digit < 4; digit++) {
            bytes[at + 2 + digit] = HEX[c >> (12 - 4 * digit) & 0xf];
        }
        return at + 6;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
