package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The records of a system's instances, one file each. Thread-safe for different instances. */
final class Records {
    private static final String FILE = "record.json";

    private final StateFolder folder;
    private final Disk disk;
    private final RecordFormat format = new RecordFormat();

    Records(StateFolder folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /** All there is: records, and folders of runs without one. */
    Everything readAll() {
        List<InstanceRecord> records = new ArrayList<>();
        List<Broken> broken = new ArrayList<>();
        List<Path> leftovers = new ArrayList<>();
        for (Path run : runs()) {
            Path file = run.resolve(FILE);
            try {
                InstanceRecord record = format.read(Files.readAllBytes(file));
                if (!record.spec().id().equals(run.getFileName().toString())) {
                    throw new RecordFormat.BrokenRecord(
                            "it is the record of " + record.spec().id());
                }
                records.add(record);
            } catch (NoSuchFileException e) {
                leftovers.add(run);
            } catch (IOException | RecordFormat.BrokenRecord e) {
                broken.add(new Broken(run.getFileName().toString(), file, Words.of(e)));
            }
        }
        return new Everything(records, broken, leftovers);
    }

    void write(InstanceRecord record) {
        Path file = file(record.spec().id());
        try {
            disk.write(file, format.write(record));
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the record of "
                            + record.spec().id()
                            + " cannot be written: "
                            + file
                            + ": "
                            + Words.of(e),
                    "make " + folder.root() + " writable, with space left",
                    e);
        }
    }

    /** Takes an instance off the record; only then may its folder go. */
    void delete(String id) {
        try {
            disk.delete(file(id));
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the record of " + id + " cannot be deleted: " + file(id) + ": " + Words.of(e),
                    "make " + folder.root() + " writable",
                    e);
        }
    }

    private Path file(String id) {
        return folder.run(id).resolve(FILE);
    }

    private List<Path> runs() {
        List<Path> runs = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.runs())) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    runs.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return runs;
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the records cannot be read: " + folder.runs() + ": " + Words.of(e),
                    "make it a readable folder",
                    e);
        }
        runs.sort(null);
        return runs;
    }

    /** What is on disk. */
    record Everything(List<InstanceRecord> records, List<Broken> broken, List<Path> leftovers) {}

    /** A record that cannot be read. */
    record Broken(String instance, Path file, String why) {}
}
