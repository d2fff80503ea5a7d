package dev.stead.base;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes folders of many files survive a power cut, by syncfs(2): one call for all of them, where
 * fsync(2) would be one for each.
 */
public final class DurableFolder {
    private DurableFolder() {}

    /**
     * Writes everything out that is below a folder, and what else waits on its file system: names,
     * contents and rights. To be called before the folder is renamed to where it counts.
     *
     * @throws IOException when it is not known to be on the disk
     */
    public static void sync(Path folder) throws IOException {
        try (NativeFile opened = NativeFile.openFolder(folder)) {
            long result = opened.syncFileSystem();
            if (result != 0) {
                throw new IOException(folder + " cannot be written to the disk: errno " + -result);
            }
        }
    }
}
