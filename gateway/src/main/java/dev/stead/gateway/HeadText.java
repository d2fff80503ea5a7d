package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;

import java.util.Arrays;

/**
 * Builds the bytes of a head in memory that is used again for the next one: an array is filled in
 * far less time than a buffer, which looks at its bounds and its owner with each write. Used by one
 * thread.
 */
final class HeadText {
    private byte[] bytes = new byte[1024];
    private int length;

    HeadText clear() {
        length = 0;
        return this;
    }

    int length() {
        return length;
    }

    /** Copies all of it behind what the buffer has. */
    void copyTo(ByteBuf to) {
        to.writeBytes(bytes, 0, length);
    }

    /** Writes a part of an array as it is. */
    HeadText raw(byte[] from, int begin, int end) {
        room(end - begin);
        System.arraycopy(from, begin, bytes, length, end - begin);
        length += end - begin;
        return this;
    }

    HeadText raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Writes a text of which each character is one byte; others become question marks. */
    HeadText text(CharSequence text) {
        return switch (text) {
            case AsciiString ascii ->
                    raw(ascii.array(), ascii.arrayOffset(), ascii.arrayOffset() + ascii.length());
            case String string -> string(string);
            default -> string(text.toString());
        };
    }

    private HeadText string(String text) {
        int count = text.length();
        room(count);
        byte[] into = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            into[at + i] = (byte) (c > 0xff ? '?' : c);
        }
        length = at + count;
        return this;
    }

    /** Writes {@code name: value} and the line's end. */
    HeadText line(CharSequence name, CharSequence value) {
        return text(name).separator().text(value).end();
    }

    /** What is between a name and its value. */
    HeadText separator() {
        return raw(':').raw(' ');
    }

    /** A line's end. */
    HeadText end() {
        return raw('\r').raw('\n');
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
