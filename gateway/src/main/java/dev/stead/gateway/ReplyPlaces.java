package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the headers of a reply point to: a component names places as it sees them, the visitor must
 * find them. Below a prefix that was stripped, paths and URLs of this very host get it back, unless
 * they have it already, as those of programs do that know {@code X-Forwarded-Prefix}. The
 * instance's own loopback address becomes the origin that the visitor asked.
 *
 * @param authority host and port as the visitor named them
 * @param prefix that was stripped, or empty
 * @param instances who may have answered
 */
record ReplyPlaces(String authority, String prefix, List<Upstream> instances) {
    private static final AsciiString LINK = AsciiString.cached("Link");
    private static final AsciiString REFRESH = AsciiString.cached("Refresh");
    private static final Pattern REFRESHING =
            Pattern.compile(
                    "(\\s*[0-9.]+\\s*[;,]\\s*url\\s*=\\s*)([^'\"\\s].*)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> LOOPBACK =
            Set.of("127.0.0.1", "localhost", "[::1]", "0.0.0.0");

    /** Rewrites headers in place. */
    void apply(HttpHeaders headers) {
        each(headers, HttpHeaderNames.LOCATION, this::visible);
        each(headers, HttpHeaderNames.CONTENT_LOCATION, this::visible);
        each(headers, LINK, this::links);
        each(headers, REFRESH, this::refresh);
    }

    private static void each(
            HttpHeaders headers, AsciiString name, UnaryOperator<String> rewriting) {
        if (headers.contains(name)) {
            List<String> values = headers.getAll(name);
            List<String> changed = new ArrayList<>(values.size());
            values.forEach(value -> changed.add(rewriting.apply(value)));
            if (!changed.equals(values)) {
                headers.set(name, changed);
            }
        }
    }

    /** A reference (RFC 3986, 4.1) as the visitor must see it. */
    String visible(String reference) {
        int slashes = reference.indexOf("//");
        if (reference.startsWith("/") && slashes != 0) {
            return below(reference);
        }
        String scheme =
                slashes < 0 ? "none" : reference.substring(0, slashes).toLowerCase(Locale.ROOT);
        if (!scheme.isEmpty() && !scheme.equals("http:") && !scheme.equals("https:")) {
            return reference;
        }
        int end = endOfAuthority(reference, slashes + 2);
        String named = reference.substring(slashes + 2, end);
        boolean own = !prefix.isEmpty() && named.equalsIgnoreCase(authority);
        return own || (scheme.equals("http:") && isInstance(named))
                ? "https://" + authority + below(reference.substring(end))
                : reference;
    }

    private static int endOfAuthority(String reference, int from) {
        int at = from;
        while (at < reference.length() && "/?#\\".indexOf(reference.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private boolean isInstance(String named) {
        int colon = named.lastIndexOf(':');
        if (colon < 0 || !LOOPBACK.contains(named.substring(0, colon).toLowerCase(Locale.ROOT))) {
            return false;
        }
        String port = named.substring(colon + 1);
        return instances.stream()
                .anyMatch(instance ->
                        instance.address() instanceof InetSocketAddress address
                                && port.equals(String.valueOf(address.getPort())));
    }

    private String below(String path) {
        boolean already =
                path.startsWith(prefix)
                        && (path.length() == prefix.length()
                                || "/?#".indexOf(path.charAt(prefix.length())) >= 0);
        return prefix.isEmpty() || already ? path : prefix + path;
    }

    /** The targets between angle brackets (RFC 8288, 3), which never stand inside quotes. */
    private String links(String value) {
        StringBuilder changed = new StringBuilder(value.length() + 16);
        boolean quoted = false;
        int at = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            int end = c == '<' && !quoted ? value.indexOf('>', at) : -1;
            if (end > 0) {
                changed.append('<').append(visible(value.substring(at + 1, end)));
                at = end;
            } else {
                quoted ^= c == '"';
                changed.append(c);
                at++;
            }
        }
        return changed.toString();
    }

    /** Only in its plain form, {@code 5; url=/next}. */
    private String refresh(String value) {
        Matcher refreshing = REFRESHING.matcher(value);
        return refreshing.matches() ? refreshing.group(1) + visible(refreshing.group(2)) : value;
    }
}
