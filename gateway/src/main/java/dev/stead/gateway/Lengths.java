package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.List;

/** Reads {@code Content-Length} and {@code Transfer-Encoding} (RFC 9112, 6). */
final class Lengths {
    private static final int MOST_DIGITS = 18;

    private Lengths() {}

    /**
     * The length that the headers state, or -1 when they state none.
     *
     * @throws HeadBytes.BadHead when there are several, or it is not a number
     */
    static long of(HttpHeaders headers) throws HeadBytes.BadHead {
        List<String> all = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (all.isEmpty()) {
            return -1;
        }
        String text = all.getFirst();
        if (all.size() > 1 || text.isEmpty() || text.length() > MOST_DIGITS) {
            throw new HeadBytes.BadHead("several lengths, or one that is not a number");
        }
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                throw new HeadBytes.BadHead("a length that is not a number");
            }
            length = 10 * length + digit - '0';
        }
        return length;
    }

    /** Whether there is an encoding, whatever it is. */
    static boolean isEncoded(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.TRANSFER_ENCODING);
    }

    /** Whether the one encoding is chunked. */
    static boolean isChunked(HttpHeaders headers) {
        List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return encodings.size() == 1 && encodings.getFirst().equalsIgnoreCase("chunked");
    }
}
