package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The directives of one message (RFC 9111, 5.2). Names are in lower case; unknown ones stay, and
 * nobody asks for them. Of a time that is given several times the shortest holds (RFC 9111, 4.2.1).
 */
final class CacheControl {
    static final CacheControl NONE = new CacheControl(Map.of());

    /** The largest time that has to be understood (RFC 9111, 1.2.2). */
    private static final long FOREVER = 1L << 31;

    private static final String CDN = "CDN-Cache-Control";
    private static final Pattern TARGETED =
            Pattern.compile(
                    "([a-z*][a-z0-9_.*-]*)"
                            + "(?:=(\\?[01]|-?\\d{1,15}|[A-Za-z*][\\w:/!#$%&'*+.^`|~-]*"
                            + "|\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*\"))?"
                            + "(?:;.*)?");

    private final Map<String, String> directives;

    private CacheControl(Map<String, String> directives) {
        this.directives = directives;
    }

    /** What a client asks of caches. {@code Pragma} counts where there is nothing else. */
    static CacheControl ofRequest(HttpHeaders request) {
        if (request.contains(HttpHeaderNames.CACHE_CONTROL)) {
            return parse(request.getAll(HttpHeaderNames.CACHE_CONTROL));
        }
        return request.containsValue(HttpHeaderNames.PRAGMA, "no-cache", true)
                ? new CacheControl(Map.of("no-cache", ""))
                : NONE;
    }

    /**
     * What a component says about its answer: its {@code CDN-Cache-Control} (RFC 9213) where that
     * can be read, else its {@code Cache-Control} with {@code Expires}, as a directive of that
     * name.
     */
    static CacheControl ofReply(HttpHeaders reply) {
        if (reply.contains(CDN)) {
            Optional<CacheControl> targeted = targeted(reply.getAll(CDN));
            if (targeted.isPresent()) {
                return targeted.get();
            }
        }
        CacheControl plain = parse(reply.getAll(HttpHeaderNames.CACHE_CONTROL));
        String expires = reply.get(HttpHeaderNames.EXPIRES);
        if (expires == null) {
            return plain;
        }
        Map<String, String> both = new HashMap<>(plain.directives);
        both.put("expires", expires);
        return new CacheControl(both);
    }

    static CacheControl parse(List<String> lines) {
        if (lines.isEmpty()) {
            return NONE;
        }
        Map<String, String> directives = new HashMap<>();
        for (String line : lines) {
            for (String directive : split(line)) {
                int equals = directive.indexOf('=');
                String name = equals < 0 ? directive : directive.substring(0, equals);
                String value = equals < 0 ? "" : unquote(directive.substring(equals + 1).strip());
                put(directives, name.strip().toLowerCase(Locale.ROOT), value);
            }
        }
        return new CacheControl(directives);
    }

    /** A dictionary of structured fields (RFC 9651, 3.2); empty when it is none, or has nothing. */
    private static Optional<CacheControl> targeted(List<String> lines) {
        Map<String, String> directives = new HashMap<>();
        for (String line : lines) {
            for (String member : split(line)) {
                Matcher matcher = TARGETED.matcher(member);
                if (!matcher.matches()) {
                    return Optional.empty();
                }
                String value = matcher.group(2) == null ? "" : matcher.group(2);
                if (!value.equals("?0")) {
                    put(directives, matcher.group(1), value.equals("?1") ? "" : unquote(value));
                }
            }
        }
        return directives.isEmpty() ? Optional.empty() : Optional.of(new CacheControl(directives));
    }

    private static void put(Map<String, String> directives, String name, String value) {
        directives.merge(
                name, value, (known, other) -> number(known) <= number(other) ? known : other);
    }

    /** At commas that are in no quoted text. */
    static List<String> split(String line) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= line.length(); i++) {
            char c = i == line.length() ? ',' : line.charAt(i);
            if (i == line.length() || (c == ',' && !quoted)) {
                String part = line.substring(from, i).strip();
                if (!part.isEmpty()) {
                    parts.add(part);
                }
                from = i + 1;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            }
        }
        return parts;
    }

    private static String unquote(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    boolean isEmpty() {
        return directives.isEmpty();
    }

    boolean has(String directive) {
        return directives.containsKey(directive);
    }

    Optional<String> text(String directive) {
        return Optional.ofNullable(directives.get(directive));
    }

    /** Seconds; what is no number counts as none at all, which is stale (RFC 9111, 4.2.1). */
    OptionalLong seconds(String directive) {
        String value = directives.get(directive);
        return value == null ? OptionalLong.empty() : OptionalLong.of(number(value));
    }

    private static long number(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return value.length() > 10 ? FOREVER : Math.min(FOREVER, Long.parseLong(value));
    }
}
