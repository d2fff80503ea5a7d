package dev.stead.agent.inspection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Folders in which others than their owners could put something in place of the state: those on the
 * way to it, and it itself with its folders. One in which only owners may rename (the sticky bit,
 * as {@code /tmp} has it) does no harm on the way.
 */
final class OpenFolders {
    private static final int OTHERS_WRITE = 022;
    private static final int STICKY = 01000;
    private static final int KIND = 0170000;
    private static final int FOLDER = 0040000;

    private OpenFolders() {}

    static List<Path> below(Path state) {
        List<Path> open = new ArrayList<>();
        for (Path parent = state.toAbsolutePath().getParent();
                parent != null;
                parent = parent.getParent()) {
            int mode = mode(parent);
            if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
                open.addFirst(parent);
            }
        }
        for (String name : List.of("", "secrets", "tls", "run", "releases", "data", "launches")) {
            Path folder = name.isEmpty() ? state : state.resolve(name);
            if ((mode(folder) & OTHERS_WRITE) != 0) {
                open.add(folder);
            }
        }
        return open;
    }

    /** 0 when there is no such folder. */
    private static int mode(Path folder) {
        try {
            int mode = (Integer) Files.getAttribute(folder, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            return (mode & KIND) == FOLDER ? mode : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
