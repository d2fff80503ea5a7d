package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Takes out of a component's reply what would reach beyond its own host: cookies for a parent
 * domain, cookies under Stead's names, and the clearing of cookies. A cookie for the domain of the
 * host itself reaches the hosts below it too; where there are some, it becomes one for the host
 * alone.
 *
 * <p>Browsers differ in what they make of a malformed {@code Set-Cookie}, so one that any of them
 * could take for such a cookie goes. {@code Clear-Site-Data} goes when it names cookies or
 * everything: it clears those of the whole registrable domain (Clear Site Data, 3.1), which would
 * sign the visitor out of every origin of the system.
 */
final class SetCookieFilter {
    private static final String CLEAR_SITE_DATA = "Clear-Site-Data";

    private SetCookieFilter() {}

    /**
     * Rewrites headers, or trailers, of a reply to a request for this host in place.
     *
     * @param isParent whether there are hosts below this one
     * @param prefix that was taken off the path and that the paths of cookies get back, or empty
     */
    static void apply(HttpHeaders headers, String host, boolean isParent, String prefix) {
        if (headers.contains(HttpHeaderNames.SET_COOKIE)) {
            List<String> cookies = headers.getAll(HttpHeaderNames.SET_COOKIE);
            List<String> kept = new ArrayList<>(cookies.size());
            for (String cookie : cookies) {
                List<String> parts = parts(cookie);
                if (mayBeSet(parts, host)) {
                    if (isParent) {
                        attributes(parts).removeIf(SetCookieFilter::isDomain);
                    }
                    if (!prefix.isEmpty() && !isForWholeHost(parts)) {
                        attributes(parts).replaceAll(attribute -> below(prefix, attribute));
                    }
                    kept.add(String.join(";", parts));
                }
            }
            if (!kept.equals(cookies)) {
                headers.remove(HttpHeaderNames.SET_COOKIE);
                headers.add(HttpHeaderNames.SET_COOKIE, kept);
            }
        }
        if (headers.contains(CLEAR_SITE_DATA)
                && headers.getAll(CLEAR_SITE_DATA).stream().anyMatch(SetCookieFilter::clears)) {
            headers.remove(CLEAR_SITE_DATA);
        }
    }

    private static boolean clears(String value) {
        return value.contains("*") || value.toLowerCase(Locale.ROOT).contains("cookies");
    }

    /** Whether a component under this host may set this cookie. */
    static boolean mayBeSet(String cookie, String host) {
        return mayBeSet(parts(cookie), host);
    }

    /** Name and value, then the attributes. */
    private static List<String> parts(String cookie) {
        return new ArrayList<>(Arrays.asList(cookie.split(";", -1)));
    }

    private static List<String> attributes(List<String> parts) {
        return parts.subList(1, parts.size());
    }

    private static boolean mayBeSet(List<String> parts, String host) {
        return parts.stream().noneMatch(SetCookieFilter::hasControls)
                && !isOwn(parts.getFirst())
                && attributes(parts).stream().allMatch(it -> isHarmless(it, host));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
    }

    /** Which a cookie of such a name must stay (RFC 6265bis, 4.1.3.2). */
    private static boolean isForWholeHost(List<String> parts) {
        return parts.getFirst().strip().toLowerCase(Locale.ROOT).startsWith("__host-");
    }

    /** An attribute; a path gets the prefix before it. */
    private static String below(String prefix, String attribute) {
        int equals = attribute.indexOf('=');
        if (equals < 0 || !attribute.substring(0, equals).strip().equalsIgnoreCase("path")) {
            return attribute;
        }
        String path = attribute.substring(equals + 1).strip();
        return !path.startsWith("/") || path.equals(prefix) || path.startsWith(prefix + "/")
                ? attribute
                : " Path=" + prefix + (path.equals("/") ? "" : path);
    }

    /** Also without a name: {@code =__Host-Http-stead=x} comes back as {@code __Host-…}. */
    private static boolean isOwn(String pair) {
        int at = 0;
        while (at < pair.length() && (pair.charAt(at) <= ' ' || pair.charAt(at) == '=')) {
            at++;
        }
        return SteadCookies.isOwn(pair, at);
    }

    /** Whether an attribute is not a domain, or this very host. */
    private static boolean isHarmless(String attribute, String host) {
        if (!isDomain(attribute)) {
            return true;
        }
        int equals = attribute.indexOf('=');
        String domain = equals < 0 ? "" : attribute.substring(equals + 1).strip();
        return (domain.startsWith(".") ? domain.substring(1) : domain).equalsIgnoreCase(host);
    }

    private static boolean isDomain(String attribute) {
        int equals = attribute.indexOf('=');
        String name = equals < 0 ? attribute : attribute.substring(0, equals);
        return name.strip().equalsIgnoreCase("domain");
    }
}
