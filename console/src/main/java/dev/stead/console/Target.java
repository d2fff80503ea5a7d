package dev.stead.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of another origin of the system, where somebody wants to go.
 *
 * @param origin as a browser writes it: lower case, without the default port
 * @param path with the query; begins with exactly one slash
 */
record Target(String origin, String path) {
    private static final int LONGEST = 8000;
    // No backslash, space or control character: browsers read some of them as a slash, or drop
    // them.
    private static final Pattern URL =
            Pattern.compile(
                    "https://([A-Za-z0-9.-]+)(:[0-9]{1,5})?((?:[/?][\\x21-\\x5b\\x5d-\\x7e]*)?)");
    private static final Pattern OWN =
            Pattern.compile("/([\\x21-\\x2e\\x30-\\x5b\\x5d-\\x7e][\\x21-\\x5b\\x5d-\\x7e]*)?");
    private static final Pattern ENTER = Pattern.compile("/enter\\?(?:[^&]*&)*to=([^&]*)(?:&.*)?");

    /** Reads an absolute https URL; empty when it is none that is safe to send a browser to. */
    static Optional<Target> of(String url) {
        Matcher match = URL.matcher(url);
        if (url.length() > LONGEST || !match.matches()) {
            return Optional.empty();
        }
        String port = match.group(2) == null || match.group(2).equals(":443") ? "" : match.group(2);
        String rest = match.group(3).replaceFirst("#.*", "").replaceFirst("^/+", "/");
        return Optional.of(
                new Target(
                        "https://" + match.group(1).toLowerCase(Locale.ROOT) + port,
                        rest.startsWith("/") ? rest : "/" + rest));
    }

    /** A path of Stead's own pages to go to; the first page when this is none. */
    static String own(String path) {
        return path.length() <= LONGEST && OWN.matcher(path).matches() ? path : "/";
    }

    /** The other origin that a path of Stead's own pages leads to. */
    static Optional<Target> behind(String own) {
        Matcher match = ENTER.matcher(own);
        try {
            return match.matches()
                    ? of(URLDecoder.decode(match.group(1), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
