package dev.stead.agent;

import dev.stead.base.DurableFile;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of one instance. The folder itself and {@code files} belong to Stead, so that a
 * component can neither replace its record nor put a link where Stead writes; the files and {@code
 * tmp} belong to the component. An instance that is set apart has more: the link {@code home},
 * {@code own} where that leads while it has no other home, and {@code view} with what it sees in
 * place of files of the host.
 *
 * @param path of the folder
 * @param user whom the files are for; empty means the user of this process
 */
record RunFolder(Path path, Optional<String> user) {
    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);

    /** Where a link is made that becomes {@code home}. */
    static final String FRESH_HOME = ".home.new";

    private static final Set<String> OURS =
            Set.of("files", "tmp", "probe.log", "busy.log", "own", "home", "view", FRESH_HOME);
    private static final String HALF_WRITTEN = ".record.json";

    static Path files(Path run) {
        return run.resolve("files");
    }

    static Path temporary(Path run) {
        return run.resolve("tmp");
    }

    static Path own(Path run) {
        return run.resolve("own");
    }

    static Path home(Path run) {
        return run.resolve("home");
    }

    static Path view(Path run) {
        return run.resolve("view");
    }

    /** The folder alone, before there is a record in it. */
    void make() throws IOException {
        boolean there = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        Ownership.folder(path, user.isPresent() ? "rwx--x--x" : "rwx------");
        if (!there) {
            DurableFile.syncFolder(path.resolveSibling("."));
        }
    }

    /** Whether nothing is in it but what Stead puts there. */
    boolean isOurs() throws IOException {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .allMatch(name -> OURS.contains(name) || name.startsWith(HALF_WRITTEN));
        }
    }

    /** Everything a start needs: files as given, an empty folder for temporary ones. */
    void fill(Map<String, String> files) throws IOException {
        make();
        empty(temporary(path));
        empty(files(path));
        Ownership.folder(files(path), user.isPresent() ? "rwx--x--x" : "rwx------");
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(files(path).resolve(file.getKey()), file.getValue());
        }
        Ownership.folder(temporary(path), "rwx------");
        Ownership.give(temporary(path), user);
    }

    /** Deletes the folder with all that is in it; follows no link. */
    void delete() throws IOException {
        empty(path);
    }

    private void write(Path file, String content) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, content, StandardCharsets.UTF_8);
        Ownership.give(file, user);
    }

    private static void empty(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                if (!(entries instanceof SecureDirectoryStream<Path> safe)) {
                    throw new IOException("this file system cannot be deleted from safely");
                }
                emptySafely(safe);
            }
        }
        Files.deleteIfExists(folder);
    }

    /** By descriptor: a folder that is exchanged for a link meanwhile leads nowhere else. */
    private static void emptySafely(SecureDirectoryStream<Path> folder) throws IOException {
        for (Path entry : folder) {
            Path name = entry.getFileName();
            try {
                boolean isFolder =
                        folder.getFileAttributeView(
                                        name,
                                        BasicFileAttributeView.class,
                                        LinkOption.NOFOLLOW_LINKS)
                                .readAttributes()
                                .isDirectory();
                if (isFolder) {
                    try (SecureDirectoryStream<Path> inner =
                            folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                        emptySafely(inner);
                    }
                    folder.deleteDirectory(name);
                } else {
                    folder.deleteFile(name);
                }
            } catch (NoSuchFileException e) {
                LOG.debug("{} is gone already", name);
            }
        }
    }
}
