package dev.stead.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, 14.1.2).
 *
 * @param first position of the first byte
 * @param length bytes
 */
record ByteRange(long first, long length) {
    private static final Pattern ONE =
            Pattern.compile("bytes=\\s*(\\d{1,18})?-(\\d{1,18})?\\s*", Pattern.CASE_INSENSITIVE);

    /** What a {@code Range} header asks for. */
    sealed interface Asked {
        /** One part that the file has. */
        record Part(ByteRange range) implements Asked {}

        /** Nothing that we answer with a part: another unit, several parts, or malformed. */
        record Everything() implements Asked {}

        /** A part that the file does not have. */
        record Beyond() implements Asked {}
    }

    static Asked parse(String header, long size) {
        Matcher matcher = ONE.matcher(header);
        if (!matcher.matches()) {
            return new Asked.Everything();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from == null) {
            return to == null ? new Asked.Everything() : suffix(Long.parseLong(to), size);
        }
        long first = Long.parseLong(from);
        long last = to == null ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new Asked.Everything();
        }
        return first >= size
                ? new Asked.Beyond()
                : new Asked.Part(new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    /** As {@code Content-Range} writes it. */
    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }

    private static Asked suffix(long length, long size) {
        if (length == 0 || size == 0) {
            return new Asked.Beyond();
        }
        long kept = Math.min(length, size);
        return new Asked.Part(new ByteRange(size - kept, kept));
    }
}
