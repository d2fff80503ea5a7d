package dev.stead.console;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of an engine that somebody wants to go to, as it stood in an address: nothing in it is
 * decoded. Behind the address of an engine it never leads out of that engine.
 *
 * @param path empty, or with exactly one slash at its begin
 * @param query without its question mark
 */
record DeepLink(String path, String query) {
    /** The first page. */
    static final DeepLink NONE = new DeepLink("", "");

    private static final int LONGEST = 6000;
    // No backslash, space or control character: browsers read some of them as a slash, or drop
    // them.
    private static final Pattern PATH =
            Pattern.compile("(/[\\x21\\x22\\x24-\\x3e\\x40-\\x5b\\x5d-\\x7e]*)?");
    private static final Pattern QUERY = Pattern.compile("[\\x21\\x22\\x24-\\x5b\\x5d-\\x7e]*");

    /** Reads what followed the way to an engine; empty when it is not safe to send a browser to. */
    static Optional<DeepLink> of(String path, String query) {
        boolean safe =
                path.length() + query.length() <= LONGEST
                        && PATH.matcher(path).matches()
                        && QUERY.matcher(query).matches()
                        && !climbs(path);
        return safe
                ? Optional.of(new DeepLink(path.replaceFirst("^/+", "/"), query))
                : Optional.empty();
    }

    /** Whether browsers would go up in it. */
    private static boolean climbs(String path) {
        return Stream.of(path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("/"))
                .anyMatch(part -> part.equals(".") || part.equals(".."));
    }

    /**
     * Where it leads.
     *
     * @param url of the engine, as control gives it
     */
    String at(String url) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return base + (path.isEmpty() ? "/" : path) + behind("?", query);
    }

    static String behind(String mark, String text) {
        return text.isEmpty() ? "" : mark + text;
    }
}
