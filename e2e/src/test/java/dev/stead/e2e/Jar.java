package dev.stead.e2e;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The cookies of a visitor: each belongs to the one host that set it, as Stead's do. */
final class Jar {
    private final Map<String, Map<String, String>> hosts = new ConcurrentHashMap<>();

    /** Cookies of a host by name; changes count. */
    Map<String, String> of(String host) {
        return hosts.computeIfAbsent(host, h -> new ConcurrentHashMap<>());
    }

    /** The header for a request, or nothing. */
    String header(String host) {
        return new TreeMap<>(of(host))
                .entrySet().stream()
                        .map(c -> c.getKey() + "=" + c.getValue())
                        .collect(Collectors.joining("; "));
    }

    /** Takes what an answer sets and takes away. */
    void take(String host, Answer answer) {
        for (String cookie : answer.headers("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            String rest = cookie.toLowerCase(Locale.ROOT);
            if (rest.contains("max-age=0") || rest.contains("expires=thu, 01 jan 1970")) {
                of(host).remove(pair[0]);
            } else {
                of(host).put(pair[0], pair.length > 1 ? pair[1] : "");
            }
        }
    }
}
