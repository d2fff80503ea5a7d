package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import java.util.Arrays;

/**
 * Collects the bytes of one head, or of the trailers of a body, and finds their lines as they come:
 * each byte is looked at once, however the bytes are split. Used by one thread at a time.
 */
final class HeadBytes {
    private static final int PIECE = 1024;
    private static final int VERSION_LENGTH = 8;

    /** Bytes of empty lines before a head; old clients send one (RFC 9112, 2.2). */
    private static final int MOST_BEFORE = 4;

    private final Rules rules;
    private byte[] bytes = new byte[0];
    private int length;
    private int lineBegin;
    private int firstBegin;
    private int firstEnd = -1;
    private int[] lines = new int[2 * 16];
    private int count;

    /**
     * What may come.
     *
     * @param hasFirst whether the first line is not a header: the head of a message
     * @param line most bytes of that first line
     * @param all most bytes behind that line
     * @param fields most header lines
     * @param version where the first line has {@code HTTP/}
     * @param strict whether each line must end with a carriage return and a line feed (RFC 9112,
     *     2.2), rather than the line feed alone
     */
    record Rules(
            boolean hasFirst, int line, int all, int fields, Version version, boolean strict) {}

    /** Where the version of HTTP is in a first line, which is looked at as soon as it is there. */
    enum Version {
        FIRST,
        LAST
    }

    HeadBytes(Rules rules) {
        this.rules = rules;
    }

    /** A head that cannot be understood or is too long. */
    static final class BadHead extends Exception {
        private static final long serialVersionUID = 1L;

        BadHead(String why) {
            super(why, null, false, false);
        }
    }

    /** Whether nothing has come, not even an empty line. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Whether a part has come that is more than an empty line before it. */
    boolean isBegun() {
        return firstEnd >= 0 || (length > lineBegin && bytes[lineBegin] != '\r');
    }

    /**
     * Takes what belongs to the head, and nothing behind it.
     *
     * @return whether it is complete
     */
    boolean take(ByteBuf in) throws BadHead, TooLongHttpLineException, TooLongHttpHeaderException {
        while (in.isReadable()) {
            int piece = Math.min(in.readableBytes(), PIECE);
            int from = length;
            if (from + piece > bytes.length) {
                bytes = Arrays.copyOf(bytes, from == 0 ? piece : Math.max(2 * from, from + piece));
            }
            in.getBytes(in.readerIndex(), bytes, from, piece);
            int end = scan(from, from + piece);
            if (end >= 0) {
                in.skipBytes(end - from);
                length = end;
                return true;
            }
            in.skipBytes(piece);
            length = from + piece;
            checkLength();
        }
        return false;
    }

    private void checkLength() throws TooLongHttpLineException, TooLongHttpHeaderException {
        if (rules.hasFirst() && firstEnd < 0 && length - lineBegin > rules.line() + 1) {
            // Its carriage return may be there already.
            throw new TooLongHttpLineException("the first line is too long");
        }
        if (length - firstEnd > rules.all()) {
            throw new TooLongHttpHeaderException("the head is too long");
        }
    }

    /** Looks at new bytes; the index after the head when it is complete, otherwise -1. */
    private int scan(int from, int to)
            throws BadHead, TooLongHttpLineException, TooLongHttpHeaderException {
        if (from == 0 && !Octets.isToken(bytes, 0, 1) && bytes[0] != '\r' && bytes[0] != '\n') {
            throw new BadHead("it does not begin as a head");
        }
        for (int i = Octets.indexOf(bytes, from, to, '\n');
                i < to;
                i = Octets.indexOf(bytes, i + 1, to, '\n')) {
            int end = lineEnd(i);
            if (end > lineBegin) {
                line(end);
            } else if (!rules.hasFirst() || firstEnd >= 0) {
                if (i - firstEnd > rules.all()) {
                    throw new TooLongHttpHeaderException("the head is too long");
                }
                return i + 1;
            } else if (i >= MOST_BEFORE) {
                throw new BadHead("empty lines instead of a head");
            }
            lineBegin = i + 1;
        }
        return -1;
    }

    private int lineEnd(int feed) throws BadHead {
        if (feed > lineBegin && bytes[feed - 1] == '\r') {
            return feed - 1;
        }
        if (rules.strict()) {
            throw new BadHead("a line feed without a carriage return");
        }
        return feed;
    }

    private void line(int end)
            throws BadHead, TooLongHttpLineException, TooLongHttpHeaderException {
        if (rules.hasFirst() && firstEnd < 0) {
            if (end - lineBegin > rules.line()) {
                throw new TooLongHttpLineException("the first line is too long");
            }
            firstBegin = lineBegin;
            firstEnd = end;
            checkVersion();
            return;
        }
        if (count == rules.fields()) {
            throw new TooLongHttpHeaderException("there are too many headers");
        }
        if (2 * count == lines.length) {
            lines = Arrays.copyOf(lines, 2 * lines.length);
        }
        lines[2 * count] = lineBegin;
        lines[2 * count + 1] = end;
        count++;
    }

    /** Something that is no HTTP at all may never send the end of a head. */
    private void checkVersion() throws BadHead {
        int at = rules.version() == Version.FIRST ? firstBegin : firstEnd - VERSION_LENGTH;
        if (at < firstBegin || !StartLine.isVersion(bytes, at, firstEnd)) {
            throw new BadHead("the first line has no version of HTTP");
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int firstBegin() {
        return firstBegin;
    }

    int firstEnd() {
        return firstEnd;
    }

    /** The header lines, checked. */
    Lines headers() throws BadHead {
        Lines found = new Lines(bytes);
        for (int i = 0; i < count; i++) {
            header(found, lines[2 * i], lines[2 * i + 1]);
        }
        return found;
    }

    private void header(Lines found, int begin, int end) throws BadHead {
        int nameEnd = Octets.tokenEnd(bytes, begin, end);
        int colon = nameEnd;
        while (!rules.strict() && colon < end && Octets.isSpace(bytes[colon])) {
            // To be taken out of replies (RFC 9112, 5.1).
            colon++;
        }
        if (nameEnd == begin || colon == end || bytes[colon] != ':') {
            // Folded lines too, and spaces before the colon of requests (RFC 9112, 5.1 and 5.2).
            throw new BadHead("a line that is not a header");
        }
        int value = colon + 1;
        while (value < end && Octets.isSpace(bytes[value])) {
            value++;
        }
        int last = end;
        while (last > value && Octets.isSpace(bytes[last - 1])) {
            last--;
        }
        if (!Octets.isValue(bytes, value, last)) {
            throw new BadHead("a header with a control byte");
        }
        found.found(begin, nameEnd, value, last);
    }
}
