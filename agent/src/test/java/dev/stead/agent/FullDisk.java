package dev.stead.agent;

import java.io.IOException;
import java.nio.file.Path;

/** A disk on which nothing can be written while it is full. */
final class FullDisk implements Disk {
    boolean full;

    @Override
    public void write(Path file, byte[] content) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        REAL.write(file, content);
    }

    @Override
    public void delete(Path file) throws IOException {
        REAL.delete(file);
    }
}
