package dev.stead.agent;

import dev.stead.api.DiskLevel;
import dev.stead.api.Trimmable;
import dev.stead.base.StateFolder;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Logs of instances that are no longer on record; those that were written to last stay longest. */
final class OldLogs implements Trimmable {
    private static final String ENDING = ".log";

    private final StateFolder folder;
    private final Holes holes;
    private final Predicate<String> isOnRecord;

    /**
     * @param isOnRecord whether there is, or may be, an instance of this id
     */
    OldLogs(StateFolder folder, Holes holes, Predicate<String> isOnRecord) {
        this.folder = folder;
        this.holes = holes;
        this.isOnRecord = isOnRecord;
    }

    @Override
    public String what() {
        return "logs of former instances";
    }

    @Override
    public Path folder() {
        return folder.logs();
    }

    @Override
    public DiskLevel from() {
        return DiskLevel.LOW;
    }

    @Override
    public long trim(long bytes) throws IOException {
        long freed = 0;
        for (Old log : all()) {
            if (freed >= bytes) {
                break;
            }
            freed += delete(log.file());
        }
        return freed;
    }

    /** Deletes those that nobody wrote to since a moment. */
    void deleteOlderThan(Instant moment) throws IOException {
        for (Old log : all()) {
            if (log.at().toInstant().isBefore(moment)) {
                delete(log.file());
            }
        }
    }

    private long delete(Path log) throws IOException {
        try {
            if (!LogMarks.areIn(log, holes)) {
                return 0;
            }
            long taken = Files.size(log) - holes.dataStart(log);
            return Files.deleteIfExists(log) ? taken : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** The oldest first. */
    private List<Old> all() throws IOException {
        List<Old> all = new ArrayList<>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder.logs(), "*" + ENDING)) {
            for (Path log : logs) {
                String name = log.getFileName().toString();
                String id = name.substring(0, name.length() - ENDING.length());
                if (!isOnRecord.test(id) && LogMarks.isNameOfInstance(id) && isPlain(log)) {
                    all.add(new Old(log, Files.getLastModifiedTime(log)));
                }
            }
        } catch (NoSuchFileException e) {
            return all;
        }
        all.sort(Comparator.comparing(Old::at));
        return all;
    }

    private static boolean isPlain(Path log) {
        return Files.isRegularFile(log, LinkOption.NOFOLLOW_LINKS);
    }

    private record Old(Path file, FileTime at) {}
}
