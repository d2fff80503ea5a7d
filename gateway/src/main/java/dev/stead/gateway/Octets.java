package dev.stead.gateway;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What bytes are in the grammar of HTTP (RFC 9110, 5.5 and 5.6.2; RFC 3986). */
final class Octets {
    private static final byte TOKEN = 1;
    private static final byte VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte[] KINDS = kinds();
    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;

    private Octets() {}

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int c = 0; c < 256; c++) {
            boolean visible = c > ' ' && c < 0x7f;
            boolean token =
                    (c >= '0' && c <= '9')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= 'a' && c <= 'z')
                            || (visible && "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
            boolean value = visible || c == ' ' || c == '\t' || c >= 0x80;
            kinds[c] =
                    (byte)
                            ((token ? TOKEN : 0)
                                    | (value ? VALUE : 0)
                                    | (visible || c >= 0x80 ? TARGET : 0));
        }
        return kinds;
    }

    /** Whether all bytes from begin to before end may be in a token; false when there is none. */
    static boolean isToken(byte[] bytes, int begin, int end) {
        return begin < end && are(TOKEN, bytes, begin, end);
    }

    /** Whether all may be in the value of a header. */
    static boolean isValue(byte[] bytes, int begin, int end) {
        return are(VALUE, bytes, begin, end);
    }

    /** Whether all may be in a request's target; false when there is none. */
    static boolean isTarget(byte[] bytes, int begin, int end) {
        return begin < end && are(TARGET, bytes, begin, end);
    }

    /** The first byte at or after begin that cannot be in a token, or end. */
    static int tokenEnd(byte[] bytes, int begin, int end) {
        int at = begin;
        while (at < end && (KINDS[bytes[at] & 0xff] & TOKEN) != 0) {
            at++;
        }
        return at;
    }

    private static boolean are(byte kind, byte[] bytes, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if ((KINDS[bytes[i] & 0xff] & kind) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first index at or after begin of a byte, or end. Looks at eight bytes at a time: a byte
     * is the wanted one where the exclusive or with it is zero, and a zero byte borrows into its
     * own highest bit when one is taken from each.
     */
    static int indexOf(byte[] bytes, int begin, int end, int wanted) {
        long pattern = wanted * ONES;
        int at = begin;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long zeros = (long) EIGHT.get(bytes, at) ^ pattern;
            long hits = zeros - ONES & ~zeros & HIGHEST;
            if (hits != 0) {
                return at + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
