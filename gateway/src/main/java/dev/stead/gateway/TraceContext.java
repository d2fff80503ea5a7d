package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * The trace that a request belongs to (W3C Trace Context, <a
 * href="https://www.w3.org/TR/trace-context/">Recommendation</a>). The gateway is a step of it: the
 * trace goes on with a new parent id. A request without a right {@code traceparent} begins a trace,
 * which is marked as sampled, because the access log has the request, and because programs that
 * follow their caller would record nothing otherwise.
 */
final class TraceContext {
    static final AsciiString TRACEPARENT = AsciiString.cached("traceparent");
    static final AsciiString TRACESTATE = AsciiString.cached("tracestate");

    /** {@code 00-TRACE-PARENT-FLAGS}: 2, 32, 16 and 2 hexadecimal digits. */
    private static final int LENGTH = 55;

    private static final int TRACE = 3;
    private static final int PARENT = 36;
    private static final int FLAGS = 53;
    private static final int SAMPLED = 1;

    /** Sampled, and that the trace id is random (Level 2, 2.2.3). */
    private static final int KNOWN_FLAGS = 3;

    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private TraceContext() {}

    /** Rewrites the headers of a request in place. */
    static void pass(HttpHeaders headers, LongSupplier random) {
        Iterator<? extends CharSequence> given = headers.valueCharSequenceIterator(TRACEPARENT);
        CharSequence parent = given.hasNext() ? given.next() : "";
        byte[] own = new byte[LENGTH];
        if (!given.hasNext() && isRight(parent)) {
            for (int i = TRACE; i < PARENT; i++) {
                own[i] = (byte) parent.charAt(i);
            }
            int known = isFirstVersion(parent) ? KNOWN_FLAGS : SAMPLED;
            hex(own, FLAGS, 2, byteAt(parent, FLAGS) & known);
        } else {
            hex(own, TRACE, 16, notZero(random));
            hex(own, TRACE + 16, 16, random.getAsLong());
            hex(own, FLAGS, 2, SAMPLED);
            headers.remove(TRACESTATE);
        }
        hex(own, 0, 2, 0);
        hex(own, PARENT, 16, notZero(random));
        own[TRACE - 1] = own[PARENT - 1] = own[FLAGS - 1] = '-';
        headers.set(TRACEPARENT, new AsciiString(own, false));
    }

    /** Version 00 exactly; a later one by what it must begin with (3.2.4). */
    static boolean isRight(CharSequence value) {
        if (value.length() < LENGTH
                || value.charAt(TRACE - 1) != '-'
                || value.charAt(PARENT - 1) != '-'
                || value.charAt(FLAGS - 1) != '-'
                || !isHex(value, 0, TRACE - 1)
                || !isHex(value, FLAGS, LENGTH)
                || !isId(value, TRACE, PARENT - 1)
                || !isId(value, PARENT, FLAGS - 1)) {
            return false;
        }
        return isFirstVersion(value)
                ? value.length() == LENGTH
                : byteAt(value, 0) != 0xff
                        && (value.length() == LENGTH || value.charAt(LENGTH) == '-');
    }

    private static boolean isFirstVersion(CharSequence value) {
        return value.charAt(0) == '0' && value.charAt(1) == '0';
    }

    private static boolean isId(CharSequence value, int from, int to) {
        int i = from;
        while (i < to && value.charAt(i) == '0') {
            i++;
        }
        return i < to && isHex(value, i, to);
    }

    private static boolean isHex(CharSequence value, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = value.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static int byteAt(CharSequence value, int at) {
        return Character.digit(value.charAt(at), 16) << 4
                | Character.digit(value.charAt(at + 1), 16);
    }

    private static long notZero(LongSupplier random) {
        long number = random.getAsLong();
        return number == 0 ? 1 : number;
    }

    private static void hex(byte[] into, int at, int digits, long number) {
        long rest = number;
        for (int i = at + digits - 1; i >= at; i--) {
            into[i] = DIGITS[(int) rest & 0xf];
            rest >>>= 4;
        }
    }
}
