package dev.stead.console;

import java.util.List;

/**
 * The part of a list that one page shows.
 *
 * @param number of the page, from 1
 * @param last the last page's number
 * @param total how long the list is
 */
record Slice<T>(List<T> items, int number, int last, int total) {
    private static final int LENGTH = 50;

    Slice {
        items = List.copyOf(items);
    }

    /** The page that an address asks for, or the nearest that there is. */
    static <T> Slice<T> of(List<T> all, String page) {
        int last = Math.max(1, (all.size() + LENGTH - 1) / LENGTH);
        int number = page.matches("[0-9]{1,6}") ? Integer.parseInt(page) : 1;
        int shown = Math.clamp(number, 1, last);
        int from = (shown - 1) * LENGTH;
        return new Slice<>(
                all.subList(from, Math.min(all.size(), from + LENGTH)), shown, last, all.size());
    }

    boolean isOnly() {
        return last == 1;
    }
}
