package dev.stead.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, 14.1.2).
 *
 * @param first position of the first byte
 * @param length bytes
 */
record ByteRange(long first, long length) {
    /** More parts than this are not worth their heads; the whole is sent instead. */
    static final int MOST = 8;

    private static final Pattern UNIT =
            Pattern.compile("bytes=(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ONE = Pattern.compile("(\\d{1,18})?-(\\d{1,18})?");

    /** What a {@code Range} header asks for. */
    sealed interface Asked {
        /**
         * Parts that the file has, in the order asked for; none overlaps another.
         *
         * @param ranges at least one
         */
        record Parts(List<ByteRange> ranges) implements Asked {
            public Parts {
                ranges = List.copyOf(ranges);
            }
        }

        /**
         * Nothing that we answer with parts: another unit, malformed, too many, or such that the
         * same bytes would be sent twice.
         */
        record Everything() implements Asked {}

        /** Only parts that the file does not have. */
        record Beyond() implements Asked {}
    }

    static Asked parse(String header, long size) {
        Matcher unit = UNIT.matcher(header);
        if (!unit.matches()) {
            return new Asked.Everything();
        }
        String[] items = unit.group(1).split(",", MOST + 1);
        List<ByteRange> ranges = new ArrayList<>(items.length);
        for (String item : items) {
            Matcher one = ONE.matcher(item.strip());
            if (items.length > MOST || !one.matches() || !isSound(one)) {
                return new Asked.Everything();
            }
            ByteRange range = of(one, size);
            if (range.length > 0) {
                ranges.add(range);
            }
        }
        if (ranges.isEmpty()) {
            return new Asked.Beyond();
        }
        return overlap(ranges) ? new Asked.Everything() : new Asked.Parts(ranges);
    }

    /** As {@code Content-Range} writes it. */
    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }

    private static boolean isSound(Matcher range) {
        String from = range.group(1);
        String to = range.group(2);
        if (from == null) {
            return to != null;
        }
        return to == null || Long.parseLong(from) <= Long.parseLong(to);
    }

    /** The part of the file that is meant; of length 0 when the file has nothing there. */
    private static ByteRange of(Matcher range, long size) {
        String to = range.group(2);
        if (range.group(1) == null) {
            long kept = Math.min(Long.parseLong(to), size);
            return new ByteRange(size - kept, kept);
        }
        long first = Long.parseLong(range.group(1));
        long last = to == null ? size - 1 : Math.min(Long.parseLong(to), size - 1);
        return new ByteRange(first, Math.max(0, last - first + 1));
    }

    private static boolean overlap(List<ByteRange> ranges) {
        List<ByteRange> ordered = new ArrayList<>(ranges);
        ordered.sort(Comparator.comparingLong(ByteRange::first));
        for (int i = 1; i < ordered.size(); i++) {
            ByteRange before = ordered.get(i - 1);
            if (before.first + before.length > ordered.get(i).first) {
                return true;
            }
        }
        return false;
    }
}
