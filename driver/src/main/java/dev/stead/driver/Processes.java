package dev.stead.driver;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what the kernel tells of processes. Thread-safe; keeps nothing but the boot id. */
final class Processes {
    private static final int LINE = 1024;
    private static final int PAGES = 16 * 1024;

    private final Path proc;
    private final String boot;

    /**
     * @param proc where proc(5) is mounted
     */
    Processes(Path proc) {
        this.proc = proc;
        try {
            boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("the boot id cannot be read", e);
        }
    }

    /** Other after each start of the machine. */
    String boot() {
        return boot;
    }

    Optional<ProcessStat> stat(long pid) {
        return read(pid, "stat", LINE).flatMap(ProcessStat::parse);
    }

    /** The process that a handle tells of; empty when it has ended, a zombie too. */
    Optional<ProcessStat> running(Handle handle) {
        return handle.boot().equals(boot)
                ? stat(handle.pid()).filter(s -> s.startTime() == handle.startTime() && !s.ended())
                : Optional.empty();
    }

    /** Every process that has not ended, lowest pid first. */
    List<ProcessStat> all() {
        List<ProcessStat> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path entry : entries) {
                stat(Long.parseLong(entry.getFileName().toString()))
                        .filter(s -> !s.ended())
                        .ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the processes cannot be listed", e);
        }
        found.sort(java.util.Comparator.comparingLong(ProcessStat::pid));
        return found;
    }

    /**
     * The marks in its environment. Empty also when it may not be read, and for programs that write
     * their title over their environment, as PostgreSQL does.
     */
    Optional<Marks> marks(long pid) {
        return read(pid, "environ", PAGES).flatMap(Marks::in);
    }

    /** Its words, each ended by a zero byte; empty for a zombie. */
    Optional<String> commandLine(long pid) {
        return read(pid, "cmdline", PAGES);
    }

    /** Whether it is in the cgroup of a launch, or in one inside that. */
    boolean inCgroup(long pid, String launch) {
        return read(pid, "cgroup", LINE)
                .filter(text -> (text.replace('\n', '/') + "/").contains("@" + launch + "/"))
                .isPresent();
    }

    // One char for each byte: these files may hold anything. Read at one go as far as that goes, as
    // an exec between two reads would give halves of two texts.
    private Optional<String> read(long pid, String file, int atOneGo) {
        File path = proc.resolve(Long.toString(pid)).resolve(file).toFile();
        try (FileInputStream input = new FileInputStream(path)) {
            byte[] first = new byte[atOneGo];
            int length = Math.max(0, input.read(first));
            String text = new String(first, 0, length, StandardCharsets.ISO_8859_1);
            return Optional.of(
                    length < first.length
                            ? text
                            : text + new String(input.readAllBytes(), StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
