package dev.stead.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A path as loosely as any program takes one: escapes undone, also those that come out of others;
 * {@code \} as {@code /}; empty segments left out; each segment up to its parameters; in one case.
 */
final class LaxPath {
    private static final int ROUNDS = 3;

    private LaxPath() {}

    /** Whether no program can take it for another one. */
    static boolean isPlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%' || c == ';' || c == '\\' || c >= 0x7f || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    /**
     * The loose form; empty when it has dot segments, which were hidden and are nobody's honest
     * intention, or control characters, which end the path for some programs.
     */
    static Optional<String> of(String path) {
        if (isLoose(path)) {
            return Optional.of(path);
        }
        // One character for each byte, so that what escapes stand for can be read as UTF-8 later.
        String raw = new String(path.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        for (int i = 0; i < ROUNDS; i++) {
            raw = PathText.undoEscapes(raw);
        }
        if (raw.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            return Optional.empty();
        }
        String text = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        List<String> kept = new ArrayList<>();
        for (String segment : text.replace('\\', '/').split("/", -1)) {
            String name = withoutParameters(segment);
            if (name.equals(".") || name.equals("..")) {
                return Optional.empty();
            }
            if (!name.isEmpty()) {
                kept.add(name);
            }
        }
        return Optional.of(fold("/" + String.join("/", kept)));
    }

    /** Whether this is the loose form already, as most paths of routes are. */
    private static boolean isLoose(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            boolean begins = i > 0 && path.charAt(i - 1) == '/';
            if (c <= ' ' || c == '?' || c == '#' || (begins && (c == '/' || c == '.'))) {
                return false;
            }
        }
        return path.startsWith("/") && (path.length() == 1 || !path.endsWith("/")) && isPlain(path);
    }

    /** Up to what may be parameters, or a query or fragment that was escaped. */
    private static String withoutParameters(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == ';' || c == '?' || c == '#') {
                return segment.substring(0, i);
            }
        }
        return segment;
    }

    /** Some letters have an upper-case form in common, such as k and the sign for kelvins. */
    private static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
