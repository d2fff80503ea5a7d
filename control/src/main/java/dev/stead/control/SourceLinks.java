package dev.stead.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Tells whether a link stays inside a folder, going step by step as path_resolution(7) has it: a
 * text that looks harmless can leave by way of another link, as {@code up/../..} does where {@code
 * up} leads to a folder further up.
 *
 * @param root the folder, absolute and normalized
 */
record SourceLinks(Path root) {
    /** As many links as Linux follows; beyond that a name leads nowhere. */
    private static final int MOST = 40;

    /**
     * Whether neither the link nor a link on its way ever leaves, whether it leads to something.
     */
    boolean stays(Path link) throws IOException {
        Deque<Path> rest = new ArrayDeque<>();
        Path at = link.resolveSibling("");
        int followed = 0;
        push(rest, Files.readSymbolicLink(link));
        while (!rest.isEmpty()) {
            Path next = rest.pop();
            if (next.isAbsolute()) {
                return false;
            }
            at = at.resolve(next).normalize();
            if (!at.startsWith(root)) {
                return false;
            }
            if (Files.isSymbolicLink(at)) {
                if (++followed > MOST) {
                    return true;
                }
                push(rest, Files.readSymbolicLink(at));
                at = at.resolveSibling("");
            }
        }
        return true;
    }

    /** An absolute target stays one piece, so that it is seen. */
    private static void push(Deque<Path> rest, Path target) {
        if (target.isAbsolute()) {
            rest.push(target);
            return;
        }
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            rest.push(target.getName(i));
        }
    }
}
