package dev.stead.app;

import dev.stead.agent.Disk;
import dev.stead.testing.SimulatedServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.BooleanSupplier;

/**
 * Writes as {@link Disk#REAL} does, but for the waits for the disk: the server may be killed
 * before, between and after its steps, and the disk may be full.
 */
record SimulatedDisk(SimulatedServer server, BooleanSupplier full) implements Disk {
    @Override
    public void write(Path file, byte[] content) throws IOException {
        server.point();
        if (full.getAsBoolean()) {
            throw new IOException("No space left on device");
        }
        Path temporary = file.resolveSibling("." + file.getFileName() + "x.tmp");
        Files.write(temporary, content);
        server.point();
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        server.point();
    }

    @Override
    public void delete(Path file) throws IOException {
        server.point();
        Files.deleteIfExists(file);
        server.point();
    }
}
