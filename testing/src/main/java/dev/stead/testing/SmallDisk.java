package dev.stead.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file system of its own that can be filled up with a file that is not Stead's; only an
 * administrator can mount one. Close it, else it stays mounted.
 */
public final class SmallDisk implements AutoCloseable {
    private static final int PAGE = 4096;
    private static final String FILLER = "filler";

    private final Path folder;
    private final Optional<String> failure;

    private SmallDisk(Path folder, Optional<String> failure) {
        this.folder = folder;
        this.failure = failure;
    }

    /** Mounts a tmpfs at a folder, which is made. */
    public static SmallDisk mount(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        return new SmallDisk(
                folder, run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "stead", "" + folder));
    }

    private static Optional<String> run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() == 0 ? Optional.empty() : Optional.of(output);
    }

    /** Whether this user cannot mount one; says so, for a test that is then not made. */
    public boolean isMissing() {
        failure.ifPresent(
                why -> System.out.println("No test on a full disk, it cannot be mounted: " + why));
        return failure.isPresent();
    }

    /** Where it is mounted. */
    public Path folder() {
        return folder;
    }

    /** Grows or shrinks the foreign file until so many bytes are free, rounded to pages. */
    public void fillUpTo(long free) throws IOException {
        FileStore store = Files.getFileStore(folder);
        Files.deleteIfExists(folder.resolve(FILLER));
        try (OutputStream out =
                Files.newOutputStream(folder.resolve(FILLER), StandardOpenOption.CREATE_NEW)) {
            while (store.getUsableSpace() >= free + PAGE) {
                long pages = Math.min(256, (store.getUsableSpace() - free) / PAGE);
                out.write(new byte[(int) (PAGE * pages)]);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("space")) {
                throw e;
            }
        }
    }

    /** The foreign file goes. */
    public void empty() throws IOException {
        Files.deleteIfExists(folder.resolve(FILLER));
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
