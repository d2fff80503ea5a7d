package dev.stead.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Which barriers this host lets root put around a program; found out by trying once, when it is
 * first asked. Older kernels than 5.8 have one set of options for all mounts of proc, so there
 * {@code hidepid} would blind the host, and the word {@code invisible}, which they do not know, is
 * the only one that is tried. Thread-safe.
 */
final class Barriers {
    private static final int PATIENCE_SECONDS = 10;

    // Prints a word for each thing that can be done.
    private static final String TRIAL =
            """
            echo unshare
            /bin/mount -n -t tmpfs -o nosuid,nodev,size=64k stead-tmp /tmp &&
              /bin/mount -n --bind /tmp /var/tmp &&
              /bin/mount -n --bind /etc/passwd /etc/passwd && echo files
            /bin/mount -n -t proc -o nosuid,nodev,noexec,hidepid=invisible stead-proc /proc && echo proc
            """;

    private final boolean root;
    private final Optional<Path> unshare;
    private Optional<Set<String>> found = Optional.empty();

    /**
     * @param root whether this process is root; others can put up nothing
     * @param unshare the program, when it is installed
     */
    Barriers(boolean root, Optional<Path> unshare) {
        this.root = root;
        this.unshare = unshare;
    }

    /** The program that begins a view of one's own; empty when this host has no such view. */
    Optional<Path> unshare() {
        return found().contains("unshare") ? unshare : Optional.empty();
    }

    /** Whether there can be other files in place of the host's. */
    boolean files() {
        return found().contains("files");
    }

    /** Whether /proc can hide the processes of others. */
    boolean processes() {
        return found().contains("proc");
    }

    /** What cannot be done here, a sentence each, which begins with "engines". */
    List<String> missing() {
        List<String> sentences = new ArrayList<>();
        if (!root) {
            return sentences;
        }
        if (unshare.isEmpty()) {
            sentences.add(
                    "engines share /tmp and see each other's processes: the program unshare is"
                            + " missing");
        } else if (unshare().isEmpty()) {
            sentences.add(
                    "engines share /tmp and see each other's processes: this host refuses a mount"
                            + " namespace");
        } else {
            if (!files()) {
                sentences.add("engines share /tmp: this host refuses to mount tmpfs");
            }
            if (!processes()) {
                sentences.add(
                        "engines see each other's processes: this host refuses to mount /proc with"
                                + " hidepid=invisible");
            }
        }
        return sentences;
    }

    private synchronized Set<String> found() {
        if (found.isEmpty()) {
            found = Optional.of(root && unshare.isPresent() ? tried(unshare.get()) : Set.of());
        }
        return found.get();
    }

    private static Set<String> tried(Path unshare) {
        List<String> words = new ArrayList<>(words(unshare));
        words.addAll(List.of("/bin/sh", "-c", TRIAL));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Set.of();
            }
            return new TreeSet<>(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList());
        } catch (IOException _) {
            return Set.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Set.of();
        }
    }

    /** The words before those that run in the new view; the pid stays. */
    static List<String> words(Path unshare) {
        return List.of(unshare.toString(), "--mount", "--ipc", "--propagation", "slave", "--");
    }

    /** Where the program is. */
    static Optional<Path> installed() {
        Path program = Path.of("/usr/bin/unshare");
        return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
    }
}
