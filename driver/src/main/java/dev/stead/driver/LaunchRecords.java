package dev.stead.driver;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

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
 * environment. The four lines are there twice, so that a record that the disk changed, or cut off,
 * never names another process; versions before wrote them once. An empty one is of a process that
 * never became its program. Thread-safe, keeps no state.
 */
final class LaunchRecords {
    record Entry(String system, Handle handle) {}

    /** All records: those that can be used, and the launches whose cannot, or are empty. */
    record Everything(List<Entry> entries, List<String> broken, List<String> empty) {}

    private static final int LINES = 4;

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

    /** The record of a launch; none when it cannot be used. */
    Optional<Entry> read(String launch) {
        try {
            return entry(launch, lines(launch));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Its lines; what is after the last end of a line is one of them, and so one too many. */
    private List<String> lines(String launch) throws IOException {
        String text = Files.readString(folder.resolve(launch), StandardCharsets.ISO_8859_1);
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private static Optional<Entry> entry(String launch, List<String> lines) {
        int whole = lines.size() - 1;
        boolean once = whole == LINES;
        boolean twice =
                whole == 2 * LINES
                        && lines.subList(0, LINES).equals(lines.subList(LINES, 2 * LINES));
        if ((!once && !twice) || !lines.get(whole).isEmpty()) {
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
    }

    Everything all() throws IOException {
        Everything all = new Everything(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                add(String.valueOf(file.getFileName()), all);
            }
        } catch (NoSuchFileException _) {
            return all;
        }
        return all;
    }

    private void add(String launch, Everything all) {
        try {
            List<String> lines = lines(launch);
            Optional<Entry> entry = entry(launch, lines);
            if (lines.isEmpty()) {
                all.empty().add(launch);
            } else if (entry.isEmpty()) {
                all.broken().add(launch);
            }
            entry.ifPresent(all.entries()::add);
        } catch (NoSuchFileException _) {
            return;
        } catch (IOException _) {
            all.broken().add(launch);
        }
    }

    /** What is to be said of a record that cannot be used and of whose process nothing is known. */
    SteadException unusable(String launch) {
        Path file = folder.resolve(launch);
        return new SteadException(
                Code.EXTERNAL,
                "the record of a start cannot be used, it is damaged or unreadable: " + file,
                "restore that file, or end the process that it is of, if it runs, and delete the"
                        + " file; then start again");
    }

    void delete(String launch) throws IOException {
        Files.deleteIfExists(folder.resolve(launch));
    }
}
