package dev.stead.driver;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What each program wrote of itself before it became the program: one file for each launch, named
 * by it, of four lines: system, instance, boot id, its line of /proc/PID/stat. So it is found also
 * when the server was killed before it learned the pid, and when the program wrote over its
 * environment. Thread-safe, keeps no state.
 */
final class LaunchRecords {
    record Entry(String system, Handle handle) {}

    private final Path folder;

    /**
     * @param folder must be writable by this process alone; made when it is missing
     */
    LaunchRecords(Path folder) {
        this.folder = folder;
    }

    /** Where a launch writes its record. */
    Path file(String launch) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return folder.resolve(launch);
    }

    Optional<Entry> read(String launch) throws IOException {
        try {
            Path file = folder.resolve(launch);
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            if (lines.size() != 4) {
                return Optional.empty();
            }
            return ProcessStat.parse(lines.get(3))
                    .map(stat ->
                            new Entry(
                                    lines.get(0),
                                    new Handle(
                                            launch,
                                            lines.get(1),
                                            stat.pid(),
                                            stat.startTime(),
                                            lines.get(2))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    List<Entry> all() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                read(String.valueOf(file.getFileName())).ifPresent(entries::add);
            }
        } catch (NoSuchFileException _) {
            return List.of();
        }
        return entries;
    }

    void delete(String launch) throws IOException {
        Files.deleteIfExists(folder.resolve(launch));
    }
}
