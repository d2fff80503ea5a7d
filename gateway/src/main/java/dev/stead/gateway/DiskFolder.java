package dev.stead.gateway;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a {@link DiskShelf}, one for each answer ({@link DiskFormat}), which nobody else may
 * read. Used on the {@link DiskWorker}'s thread, but for {@link #newFile} and {@link #toRemove}.
 */
final class DiskFolder {
    private static final String SUFFIX = ".kept";
    private static final String UNFINISHED = ".new";

    /** A UUID, as {@link #newFile} makes them. */
    private static final Pattern NAME =
            Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.kept(\\.new)?");

    private static final Set<PosixFilePermission> OURS =
            PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> FOLDER = PosixFilePermissions.asFileAttribute(OURS);
    private static final FileAttribute<?> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> NEW =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path folder;
    private final Queue<Path> trash = new ConcurrentLinkedQueue<>();

    /** Not looked at yet. */
    DiskFolder(Path folder) {
        this.folder = folder;
    }

    /** Where another answer may be written. */
    Path newFile() {
        return folder.resolve(UUID.randomUUID() + SUFFIX);
    }

    /** Has a file removed with the next {@link #empty}. */
    void toRemove(Path file) {
        trash.add(file);
    }

    boolean hasToRemove() {
        return !trash.isEmpty();
    }

    /** Removes what is to be removed. */
    void empty() {
        for (Path file = trash.poll(); file != null; file = trash.poll()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // It is not known any more, and the next start tries again.
            }
        }
    }

    /**
     * What is there of ours, what was used last first; nothing when there is no folder. What is
     * called otherwise than {@link #newFile} would call it is somebody else's, and stays.
     */
    List<Path> files() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        Files.setPosixFilePermissions(folder, OURS);
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(DiskFolder::isOurs)
                    .map(Used::of)
                    .sorted(Comparator.comparing(Used::at).reversed())
                    .map(Used::file)
                    .toList();
        }
    }

    private static boolean isOurs(Path file) {
        return NAME.matcher(String.valueOf(file.getFileName())).matches()
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** When a file was used last. */
    private record Used(Path file, FileTime at) {
        static Used of(Path file) {
            try {
                return new Used(file, Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS));
            } catch (IOException e) {
                return new Used(file, FileTime.fromMillis(0));
            }
        }
    }

    /** What a file holds, without its body; empty when it is damaged. */
    Optional<DiskEntry> describe(Path file) {
        if (!file.toString().endsWith(SUFFIX)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            DiskFormat.Description found = DiskFormat.readDescription(in);
            return Optional.of(DiskEntry.found(found.key(), found.head(), file, Files.size(file)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The whole answer; empty when it is damaged or gone. */
    Optional<Kept> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Kept kept = DiskFormat.read(in);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(kept);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** Writes an answer; false when that failed, and then nothing stays of it. */
    boolean write(Path file, CacheKey key, Kept kept) {
        Path temporary = folder.resolve(file.getFileName() + UNFINISHED);
        try {
            Files.createDirectories(folder, FOLDER);
            try (OutputStream out =
                    new BufferedOutputStream(
                            Channels.newOutputStream(Files.newByteChannel(temporary, NEW, FILE)))) {
                DiskFormat.write(out, key, kept);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            toRemove(temporary);
            return false;
        }
    }
}
