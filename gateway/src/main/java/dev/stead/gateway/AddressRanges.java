package dev.stead.gateway;

import dev.stead.model.Cidr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranges of addresses, sorted and joined, so that a look-up is a binary search however many there
 * are. Immutable.
 */
final class AddressRanges {
    private final AddressKey[] firsts;
    private final AddressKey[] lasts;

    AddressRanges(List<Cidr> ranges) {
        List<Span> spans = new ArrayList<>();
        ranges.stream()
                .map(Span::of)
                .sorted(Comparator.comparing(Span::first))
                .forEach(span -> join(spans, span));
        firsts = spans.stream().map(Span::first).toArray(AddressKey[]::new);
        lasts = spans.stream().map(Span::last).toArray(AddressKey[]::new);
    }

    private static void join(List<Span> spans, Span next) {
        Span before = spans.isEmpty() ? next : spans.getLast();
        if (spans.isEmpty() || before.last().compareTo(next.first()) < 0) {
            spans.add(next);
        } else if (before.last().compareTo(next.last()) < 0) {
            spans.set(spans.size() - 1, new Span(before.first(), next.last()));
        }
    }

    boolean isEmpty() {
        return firsts.length == 0;
    }

    boolean contains(AddressKey address) {
        int low = 0;
        int high = firsts.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (address.compareTo(firsts[middle]) < 0) {
                high = middle - 1;
            } else if (address.compareTo(lasts[middle]) > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** From the first to the last address of a range. */
    private record Span(AddressKey first, AddressKey last) {
        static Span of(Cidr range) {
            byte[] last = range.address();
            for (int i = range.bits(); i < last.length * 8; i++) {
                last[i / 8] |= (byte) (0x80 >>> i % 8);
            }
            return new Span(AddressKey.asWritten(range.address()), AddressKey.asWritten(last));
        }
    }
}
