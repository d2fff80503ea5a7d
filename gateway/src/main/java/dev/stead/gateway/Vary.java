package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaders;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The request headers that an answer depends on, with the values of the request that it answers
 * (RFC 9111, 4.1).
 *
 * @param names in lower case, sorted
 * @param values for each name, as the component has seen them; several lines are joined
 */
record Vary(List<String> names, List<String> values) {
    static final Vary NOTHING = new Vary(List.of(), List.of());

    /** Headers that the gateway makes for each request or connection. */
    private static final Set<String> UNKNOWABLE =
            Set.of(
                    "*",
                    "connection",
                    "forwarded",
                    "te",
                    "traceparent",
                    "tracestate",
                    "upgrade",
                    "x-forwarded-for",
                    "x-forwarded-port",
                    "x-real-ip",
                    "x-request-id",
                    "x-stead-token");

    /** Headers that follow from the address and so from the key, or from who asks. */
    private static final Set<String> KNOWN =
            Set.of(
                    "host",
                    "x-forwarded-host",
                    "x-forwarded-prefix",
                    "x-forwarded-proto",
                    "x-stead-groups",
                    "x-stead-user");

    private static final int MOST = 16;
    private static final int LONGEST = 1024;

    Vary {
        names = List.copyOf(names);
        values = List.copyOf(values);
    }

    /**
     * The names that a reply's {@code Vary} has; empty when no other request can be known to match.
     */
    static Optional<List<String>> names(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.of(List.of());
        }
        Set<String> names = new TreeSet<>();
        for (String line : lines) {
            for (String name : CacheControl.split(line)) {
                names.add(name.toLowerCase(Locale.ROOT));
            }
        }
        boolean unknowable = names.stream().anyMatch(UNKNOWABLE::contains) || names.size() > MOST;
        return unknowable ? Optional.empty() : Optional.of(List.copyOf(names));
    }

    /** Whether an answer that depends on these is another one for each account. */
    static boolean isPersonal(List<String> names) {
        return names.contains("x-stead-user") || names.contains("x-stead-groups");
    }

    static Vary of(List<String> names, HttpHeaders request) {
        return names.isEmpty()
                ? NOTHING
                : new Vary(names, names.stream().map(name -> value(name, request)).toList());
    }

    /** Whether it has more in its values than is worth keeping: clients choose them. */
    boolean isLong() {
        return values.stream().mapToInt(String::length).sum() > LONGEST;
    }

    /** Bytes that it takes in memory, about. */
    int weight() {
        int weight = 0;
        for (String value : values) {
            weight += 40 + value.length();
        }
        return weight;
    }

    /** Whether this request has the same values. */
    boolean matches(HttpHeaders request) {
        for (int i = 0; i < names.size(); i++) {
            if (!values.get(i).equals(value(names.get(i), request))) {
                return false;
            }
        }
        return true;
    }

    private static String value(String name, HttpHeaders request) {
        if (KNOWN.contains(name) || RequestHeaders.isForged(name) || !request.contains(name)) {
            return "";
        }
        // A header that is there and empty is not the same as none, nor two lines as one.
        return "=" + String.join("\n", request.getAll(name));
    }
}
