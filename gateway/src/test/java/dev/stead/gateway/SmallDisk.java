package dev.stead.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of 256 KiB that can be filled up; only an administrator can mount one. */
final class SmallDisk implements AutoCloseable {
    private static final int BYTES = 256 * 1024;
    private static final int PAGE = 4096;

    private final Path folder;
    private final Optional<String> failure;

    private SmallDisk(Path folder, Optional<String> failure) {
        this.folder = folder;
        this.failure = failure;
    }

    static SmallDisk mount(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new SmallDisk(
                folder, run("mount", "-t", "tmpfs", "-o", "size=" + BYTES, "stead", "" + folder));
    }

    private static Optional<String> run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() == 0 ? Optional.empty() : Optional.of(output);
    }

    /** Why it could not be mounted. */
    Optional<String> failure() {
        return failure;
    }

    Path folder() {
        return folder;
    }

    /** From now on nothing can be written. */
    void fill() throws IOException {
        try (var out = Files.newOutputStream(folder.resolve("filler"))) {
            for (int written = 0; written < BYTES; written += PAGE) {
                out.write(new byte[PAGE]);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("space")) {
                throw e;
            }
        }
    }

    void empty() throws IOException {
        Files.delete(folder.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        if (failure.isEmpty()) {
            Optional<String> left = run("umount", folder.toString());
            if (left.isPresent()) {
                throw new IOException(left.get());
            }
        }
    }
}
