package dev.stead.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Removes {@code .} and {@code ..} from a path, and refuses what only looks harmless: dot segments
 * behind escaped slashes or with path parameters ({@code ..;x}), which some programs understand.
 */
final class DotSegments {
    private DotSegments() {}

    static Optional<String> remove(String path) {
        Deque<String> kept = new ArrayDeque<>();
        boolean folder = false;
        for (String segment : path.substring(1).split("/", -1)) {
            folder = segment.equals(".") || segment.equals("..");
            if (segment.equals("..")) {
                if (kept.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!segment.equals(".")) {
                if (isHostile(segment)) {
                    return Optional.empty();
                }
                kept.addLast(segment);
            }
        }
        String joined = "/" + String.join("/", kept);
        return Optional.of(folder && !joined.endsWith("/") ? joined + "/" : joined);
    }

    private static boolean isHostile(String segment) {
        if (segment.indexOf('%') < 0 && segment.indexOf(';') < 0) {
            return false;
        }
        for (String piece : segment.replace("%3B", ";").split("%2F|%5C", -1)) {
            int parameters = piece.indexOf(';');
            String name = parameters < 0 ? piece : piece.substring(0, parameters);
            if (name.equals(".") || name.equals("..")) {
                return true;
            }
        }
        return false;
    }
}
