package dev.stead.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where things are in the source folder. */
final class Project {
    private Project() {}

    /** The folder that holds {@code stead}. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isExecutable(folder.resolve("stead"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("run the tests inside the project");
        }
        return folder;
    }
}
