package dev.stead.agent;

import dev.stead.base.DurableFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The two ways in which records change, apart so that tests can fail or end between any two. */
public interface Disk {
    /** Writes that survive a power cut. */
    Disk REAL =
            new Disk() {
                @Override
                public void write(Path file, byte[] content) throws IOException {
                    DurableFile.write(file, content);
                }

                @Override
                public void delete(Path file) throws IOException {
                    Files.deleteIfExists(file);
                    Path folder = file.toAbsolutePath().getParent();
                    if (folder != null) {
                        DurableFile.syncFolder(folder);
                    }
                }
            };

    /** Replaces a file's content, old or new, never half; mode 0600. */
    void write(Path file, byte[] content) throws IOException;

    /** Deletes a file for good. */
    void delete(Path file) throws IOException;
}
