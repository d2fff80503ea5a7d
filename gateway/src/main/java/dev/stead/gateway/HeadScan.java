package dev.stead.gateway;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import java.nio.charset.StandardCharsets;

/**
 * Reads the bytes of a request's head against the grammar itself (RFC 9112, 2 to 5; RFC 9110, 5),
 * one after the other, however they come: Netty's decoder lets several kinds of white space part a
 * request line, any number of empty lines begin it, and folded lines pass.
 *
 * <pre>
 * BEFORE -> METHOD -> TARGET -> VERSION -> LINE_END -> LINE -> NAME -> VALUE -> LINE_END -> LINE
 *                                                        '--> HEAD_END -> DONE
 * </pre>
 */
final class HeadScan {
    /** Empty lines that a client may send before a request; old ones sent one (RFC 9112, 2.2). */
    private static final int MAX_BYTES_BEFORE = 4;

    private static final byte[] HTTP = "HTTP/".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION_LENGTH = HTTP.length + 3;
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            TOKEN[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private enum Place {
        BEFORE,
        METHOD,
        TARGET,
        VERSION,
        LINE,
        NAME,
        VALUE,
        LINE_END,
        HEAD_END,
        DONE
    }

    private Place place = Place.BEFORE;
    private int length;

    /** Bytes of the request line, then of the headers. */
    private int size;

    private boolean inRequestLine = true;

    /** Gets ready for the next head. */
    void restart() {
        place = Place.BEFORE;
        length = 0;
        size = 0;
        inRequestLine = true;
    }

    /** Whether the empty line at the end has come. */
    boolean isDone() {
        return place == Place.DONE;
    }

    /** Takes the next byte, as 0 to 255; false when no head of a request has it there. */
    boolean accept(int value) {
        size++;
        return !isTooLong() && fits(value);
    }

    /** Why the last byte was refused. */
    RuntimeException failure() {
        if (!isTooLong()) {
            return new IllegalArgumentException("not the head of a request");
        }
        return inRequestLine
                ? new TooLongHttpLineException("the request line is too long")
                : new TooLongHttpHeaderException("the head is too long");
    }

    private boolean isTooLong() {
        return size > (inRequestLine ? GatewaySettings.MAX_LINE : GatewaySettings.MAX_HEAD);
    }

    private boolean fits(int value) {
        return switch (place) {
            case BEFORE -> before(value);
            case METHOD -> TOKEN[value] || (value == ' ' && enter(Place.TARGET));
            case TARGET -> target(value);
            case VERSION -> version(value);
            case LINE -> line(value);
            case NAME -> TOKEN[value] || (value == ':' && enter(Place.VALUE));
            case VALUE -> isText(value) || (value == '\r' && enter(Place.LINE_END));
            case LINE_END -> value == '\n' && nextLine();
            case HEAD_END -> value == '\n' && enter(Place.DONE);
            case DONE -> false;
        };
    }

    private boolean before(int value) {
        if (TOKEN[value] && length % 2 == 0) {
            return enter(Place.METHOD);
        }
        int wanted = length % 2 == 0 ? '\r' : '\n';
        length++;
        return value == wanted && length <= MAX_BYTES_BEFORE;
    }

    private boolean target(int value) {
        if (value == ' ') {
            return length > 0 && enter(Place.VERSION);
        }
        length++;
        return value > ' ' && value != 0x7f;
    }

    private boolean version(int value) {
        if (length == VERSION_LENGTH) {
            return value == '\r' && enter(Place.LINE_END);
        }
        boolean fits =
                length < HTTP.length
                        ? value == HTTP[length]
                        : length == HTTP.length + 1 ? value == '.' : isDigit(value);
        length++;
        return fits;
    }

    private boolean nextLine() {
        if (inRequestLine) {
            inRequestLine = false;
            size = 0;
        }
        return enter(Place.LINE);
    }

    private boolean line(int value) {
        return value == '\r' ? enter(Place.HEAD_END) : TOKEN[value] && enter(Place.NAME);
    }

    private boolean enter(Place next) {
        place = next;
        length = 0;
        return true;
    }

    private static boolean isDigit(int value) {
        return value >= '0' && value <= '9';
    }

    private static boolean isText(int value) {
        return (value >= ' ' && value != 0x7f) || value == '\t';
    }
}
