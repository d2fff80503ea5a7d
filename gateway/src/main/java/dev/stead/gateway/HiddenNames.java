package dev.stead.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
                    "jwt",
                    "assertion",
                    "otp");

    private static final Marks IN_PATH = Marks.of(";&");
    private static final Marks AFTER_IN_PATH = Marks.of("/;&");
    private static final Marks IN_QUERY = Marks.of("?&;");
    private static final Marks AFTER_IN_QUERY = Marks.of("&");
    private static final Marks IN_TEXT = Marks.of(" \t\"';,(?&/");
    private static final Marks AFTER_IN_TEXT = Marks.of(" \t\"';,)&");
    private static final Marks NESTED = Marks.of("&?;/");

    private final String[] words;

    /**
     * The usual words and others.
     *
     * @param more in any case
     */
    HiddenNames(List<String> more) {
        List<String> all = new ArrayList<>(ALWAYS);
        more.forEach(word -> all.add(word.toLowerCase(Locale.ROOT)));
        words = all.toArray(String[]::new);
    }

    /** Writes a request's target: path, matrix parameters, query. */
    void target(String target, int longest, LineBuffer line) {
        int end = Math.min(longest, target.length());
        int at = writeAuthority(target, end, line);
        int query = target.indexOf('?', at);
        int path = query < 0 || query > end ? end : query;
        write(target, at, path, IN_PATH, AFTER_IN_PATH, line);
        if (path < end) {
            write(target, path, end, IN_QUERY, AFTER_IN_QUERY, line);
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
        write(url, at, end, IN_PATH, AFTER_IN_PATH, line);
    }

    /** Writes a text that may be anything. */
    void text(String text, int longest, LineBuffer line) {
        int end = Math.min(longest, text.length());
        write(text, 0, end, IN_TEXT, AFTER_IN_TEXT, line);
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
     * itself a value, and so escaped, are hidden too.
     *
     * @param before what may stand before a name
     * @param after what ends a value
     */
    private void write(String text, int from, int to, Marks before, Marks after, LineBuffer line) {
        if (text.indexOf('=', from) < 0 && text.indexOf('%', from) < 0) {
            line.text(text, from, to);
            return;
        }
        int name = from;
        int done = from;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            boolean escape = c == '%' && i + 2 < to;
            int width = escape ? 3 : 1;
            char meant = escape ? meant(text, i) : c;
            if (meant == '=' && isHidden(text, name, i)) {
                line.text(text, done, i + width).raw('*');
                i = endOfValue(text, i + width, to, after, escape);
                done = i;
                name = i;
            } else {
                i += width;
                if (escape ? NESTED.have(meant) : before.have(c)) {
                    name = i;
                }
            }
        }
        line.text(text, done, to);
    }

    private static int endOfValue(String text, int from, int to, Marks after, boolean escaped) {
        boolean quoted = from < to && (text.charAt(from) == '"' || text.charAt(from) == '\'');
        int i = quoted ? from + 1 : from;
        while (i < to && !after.have(text.charAt(i)) && !(escaped && text.startsWith("%26", i))) {
            i++;
        }
        return i;
    }

    /** The character that an escape stands for; 0 when it is none. */
    private static char meant(String text, int at) {
        int high = Character.digit(text.charAt(at + 1), 16);
        int low = Character.digit(text.charAt(at + 2), 16);
        return high < 0 || low < 0 ? 0 : (char) (high << 4 | low);
    }

    private boolean isHidden(String text, int from, int to) {
        int escape = text.indexOf('%', from);
        if (escape >= 0 && escape < to) {
            String plain = PathText.undoEscapes(text.substring(from, to));
            return endsInWord(plain, 0, plain.length());
        }
        return endsInWord(text, from, to);
    }

    private boolean endsInWord(String text, int from, int to) {
        int end = to;
        while (end > from && !Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        for (String word : words) {
            int at = end - word.length();
            if (at >= from && text.regionMatches(true, at, word, 0, word.length())) {
                return true;
            }
        }
        return false;
    }
}
