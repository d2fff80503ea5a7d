package dev.stead.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Finds what was probably meant. */
final class Suggestion {
    private Suggestion() {}

    /**
     * Adds the problem of a key that the mapping does not have.
     *
     * @return the key that was probably meant
     */
    static Optional<String> unknownKey(Keys keys, Node.Entry entry, Place at, Problems problems) {
        var wrong = entry.key();
        var place = at.ofKey(entry);
        var meant = meant(wrong, keys);
        var later =
                keys.later().stream().filter(l -> meant.equals(Optional.of(l.name()))).findFirst();
        if (later.isPresent()) {
            later.get().refuse(place, problems);
            return Optional.empty();
        }
        problems.add(
                place,
                "there is no key `" + shortened(wrong) + "` in " + keys.words(),
                meant.map(name -> "write `" + name + "` if that is meant")
                        .orElse("its keys are " + list(Keys.names(keys.keys()))));
        return meant;
    }

    private static Optional<String> meant(String wrong, Keys keys) {
        for (var key : keys.keys()) {
            if (key.alsoCalled().contains(wrong)) {
                return Optional.of(key.name());
            }
        }
        var names = Keys.names(keys.keys());
        keys.later().forEach(later -> names.add(later.name()));
        return nearest(wrong, names);
    }

    /** The one that is so near that it was probably meant. */
    static Optional<String> nearest(String wrong, Collection<String> names) {
        int best = 1 + Math.max(1, Math.min(wrong.length(), 12) / 3);
        Optional<String> nearest = Optional.empty();
        for (var name : names) {
            int distance = distance(wrong.toLowerCase(java.util.Locale.ROOT), name, best);
            if (distance < best) {
                best = distance;
                nearest = Optional.of(name);
            }
        }
        return nearest;
    }

    /** How many letters have to be added, removed, replaced or swapped; at most {@code limit}. */
    private static int distance(String from, String to, int limit) {
        if (Math.abs(from.length() - to.length()) >= limit) {
            return limit;
        }
        var rows = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                rows[i][j] = i == 0 || j == 0 ? i + j : cell(rows, from, to, i, j);
            }
        }
        return Math.min(limit, rows[from.length()][to.length()]);
    }

    private static int cell(int[][] rows, String from, String to, int i, int j) {
        boolean same = from.charAt(i - 1) == to.charAt(j - 1);
        int least =
                Math.min(
                        rows[i - 1][j - 1] + (same ? 0 : 1),
                        Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }

    /** {@code `a`, `b` and `c`}. */
    static String list(List<String> names) {
        var quoted = new ArrayList<String>();
        names.forEach(name -> quoted.add("`" + name + "`"));
        if (quoted.size() < 2) {
            return String.join("", quoted);
        }
        var last = quoted.removeLast();
        return String.join(", ", quoted) + " and " + last;
    }

    /** A text that is fit for a message: short and on one line. */
    static String shortened(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 40
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 37)) + "...";
    }
}
