package dev.stead.agent;

import dev.stead.base.Reserve;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A disk on which records can be written for some time after it has become full.
 *
 * @param reserve gives up space for them
 */
record ReservedDisk(Disk disk, Reserve reserve) implements Disk {
    @Override
    public void write(Path file, byte[] content) throws IOException {
        reserve.makeRoom();
        disk.write(file, content);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }
}
