package dev.stead.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds what must not stand in a log: the values of parameters whose names end in one of some words
 * ({@code token} hides {@code access_token}, {@code user[token]} and {@code Token2} too), in
 * targets and in other texts. Immutable.
 */
final class HiddenNames {
    private static final List<String> ALWAYS =
            List.of(
                    "token",
                    "code",
                    "password",
                    "passwd",
                    "passphrase",
                    "pwd",
                    "secret",
                    "key",
                    "signature",
                    "sig",
                    "credential",
                    "credentials",
                    "auth",
                    "authorization",
                    "cookie",
                    "session",
                    "sessionid",
                    "session_id",
                    "session-id",
                    "sid",
                    "ticket",
                    "samlresponse",
                    "samlart",
                    "jwt",
                    "assertion",
                    "otp");

    private static final Place PATH = new Place(";&", "/;&", false);
    private static final Place QUERY = new Place("?&;", "&", false);
    private static final Place TEXT = new Place(" \t\"';,(?&/", " \t\"';,)&", true);
    private static final Marks NESTED = Marks.of("&?;/");

    private final String[] words;

    /**
     * The usual words and others.
     *
     * @param more in any case
     */
    HiddenNames(List<String> more) {
        List<String> all = new ArrayList<>(ALWAYS);
        more.forEach(word -> all.add(folded(word)));
        words = all.toArray(String[]::new);
    }

    private static String folded(String word) {
        StringBuilder folded = new StringBuilder(word.length());
        word.chars().forEach(c -> folded.append(folded((char) c)));
        return folded.toString();
    }

    private static char folded(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** Writes a request's target: path, matrix parameters, query. */
    void target(String target, int longest, LineBuffer line) {
        int end = Math.min(longest, target.length());
        int at = writeAuthority(target, end, line);
        int query = target.indexOf('?', at);
        int path = query < 0 || query > end ? end : query;
        write(target, at, path, PATH, line);
        if (path < end) {
            write(target, path, end, QUERY, line);
        }
    }

    /** Writes the address of a page without user, query and fragment. */
    void address(String url, int longest, LineBuffer line) {
        int end = Math.min(longest, url.length());
        for (int i = 0; i < end; i++) {
            char c = url.charAt(i);
            if (c == '?' || c == '#') {
                end = i;
            }
        }
        int at = writeAuthority(url, end, line);
        write(url, at, end, PATH, line);
    }

    /** Writes a text that may be anything. */
    void text(String text, int longest, LineBuffer line) {
        int end = Math.min(longest, text.length());
        write(text, 0, end, TEXT, line);
    }

    /** Writes scheme and host without the user between them; returns where it ended. */
    private static int writeAuthority(String text, int end, LineBuffer line) {
        int slashes = text.startsWith("/") ? -1 : text.indexOf("://");
        if (slashes < 0 || slashes + 3 > end) {
            return 0;
        }
        int begin = slashes + 3;
        line.text(text, 0, begin);
        int rest = text.indexOf('/', begin);
        int stop = rest < 0 ? end : Math.min(rest, end);
        int user = text.lastIndexOf('@', stop - 1);
        return user < begin ? begin : user + 1;
    }

    /**
     * Writes a part of a text without the values that are to be hidden; those of an address that is
     * itself a value, and so escaped, are hidden too. However the text is made, the work is no more
     * than so much for each character: an attacker chooses it, and an event loop does it.
     */
    private void write(String text, int from, int to, Place place, LineBuffer line) {
        if (text.indexOf('=', from) < 0 && text.indexOf('%', from) < 0) {
            line.text(text, from, to);
            return;
        }
        int name = from;
        // Where the name's last letter ends; digits and brackets may come behind it.
        int letters = from;
        int done = from;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            int escaped = i + 2 < to ? escaped(text, i) : -1;
            int width = escaped < 0 ? 1 : 3;
            char meant = escaped < 0 ? c : (char) escaped;
            if (meant == '=' && (endsInWord(text, name, letters) || endsInWord(text, name, i))) {
                line.text(text, done, i + width).raw('*');
                i = place.endOfValue(text, i + width, to, escaped >= 0);
                done = i;
                name = i;
                letters = i;
                continue;
            }
            i += width;
            if (escaped < 0 ? place.before.have(c) : NESTED.have(meant)) {
                name = i;
                letters = i;
            } else if (Character.isLetter(meant)) {
                letters = i;
            }
        }
        line.text(text, done, to);
    }

    private boolean endsInWord(String text, int from, int to) {
        for (String word : words) {
            if (endsIn(word, text, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a part of a text, with escapes undone, ends in a word; looks at its end only. */
    private static boolean endsIn(String word, String text, int from, int to) {
        int at = to;
        for (int i = word.length() - 1; i >= 0; i--) {
            int escaped = at - 3 >= from ? escaped(text, at - 3) : -1;
            at -= escaped < 0 ? 1 : 3;
            if (at < from) {
                return false;
            }
            char c = escaped < 0 ? text.charAt(at) : (char) escaped;
            if (folded(c) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The byte that the escape at a place stands for, -1 when there is none. */
    private static int escaped(String text, int at) {
        if (text.charAt(at) != '%') {
            return -1;
        }
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /**
     * How names and values are told apart in one kind of text.
     *
     * @param before what may stand before a name
     * @param after what ends a value
     * @param quotes whether a value in quotes goes on to the second one
     */
    private record Place(Marks before, Marks after, boolean quotes) {
        Place(String before, String after, boolean quotes) {
            this(Marks.of(before), Marks.of(after), quotes);
        }

        int endOfValue(String text, int from, int to, boolean escaped) {
            if (quotes && from < to && (text.charAt(from) == '"' || text.charAt(from) == '\'')) {
                return endOfQuotes(text, from, to);
            }
            int i = from;
            while (i < to
                    && !after.have(text.charAt(i))
                    && !(escaped && text.startsWith("%26", i))) {
                i++;
            }
            return i;
        }

        /** Everything that is left when the second one is not there. */
        private static int endOfQuotes(String text, int from, int to) {
            char quote = text.charAt(from);
            for (int i = from + 1; i < to; i++) {
                char c = text.charAt(i);
                if (c == quote) {
                    return i + 1;
                }
                i += c == '\\' ? 1 : 0;
            }
            return to;
        }
    }
}
