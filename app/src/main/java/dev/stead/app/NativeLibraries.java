package dev.stead.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The libraries' native parts, which the build unpacks beside the jars. Each library would unpack
 * its own into the temporary folder at every start: a killed server leaves them there, and a
 * machine whose temporary folder is mounted {@code noexec} would not run them.
 */
final class NativeLibraries {
    private NativeLibraries() {}

    /**
     * The options of a JVM whose libraries find their native parts in a folder: Netty looks at the
     * library path, SQLite has a property. None when the folder is not there; then they unpack what
     * they need. Those that pack files are loaded from the system's own folder by control.
     */
    static List<String> flags(String folder) {
        if (folder.isEmpty() || !Files.isDirectory(Path.of(folder))) {
            return List.of();
        }
        return List.of("-Djava.library.path=" + folder, "-Dorg.sqlite.lib.path=" + folder);
    }
}
