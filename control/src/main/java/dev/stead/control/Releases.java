package dev.stead.control;

import dev.stead.api.Event;
import dev.stead.api.Host;
import dev.stead.base.Code;
import dev.stead.base.DurableFile;
import dev.stead.base.DurableFolder;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Immutable copies of components' sources, each in a folder named by its digest. Components never
 * see the user's own folder, and what was once prepared is there again when it is wanted again.
 */
final class Releases {
    private static final int KEPT = 3;
    private static final int LAST_LINES = 20;
    private static final FileAttribute<?> ONLY_OURS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final StateFolder state;
    private final Host host;
    private final PackedForms packing;

    Releases(StateFolder state, Host host, PackedForms packing) {
        this.state = state;
        this.host = host;
        this.packing = packing;
    }

    /** Where the release of this digest is, or would be. */
    Path folder(String component, String digest) {
        return state.releases(component).resolve(digest);
    }

    /**
     * Makes the release of a source unless it is there.
     *
     * @param source where it is
     * @return its digest
     * @throws SteadException COMPONENT when a prepare command fails, EXTERNAL when the release is
     *     there and is not as it was made
     */
    String publish(String component, Path source, Blueprint.Source how, Progress progress) {
        String digest = new SourceTree(source).digest(how.prepare());
        if (Files.isDirectory(folder(component, digest))) {
            new ReleaseSums(folder(component, digest)).demand();
            return digest;
        }
        progress.step(component, "copying the source " + source);
        try {
            return make(component, source, how, progress);
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the release of " + component + " could not be made: " + e.getMessage(),
                    "look at the space and the rights of " + state.releases(component),
                    e);
        }
    }

    private String make(String component, Path source, Blueprint.Source how, Progress progress)
            throws IOException {
        Path folder = state.releases(component);
        Files.createDirectories(folder);
        Path staging = folder.resolve(".staging");
        Trees.delete(staging);
        // Nobody else can open a file there while it still belongs to the owner of its source.
        Files.createDirectory(staging, ONLY_OURS);
        try {
            return fill(staging, component, source, how, progress);
        } finally {
            // What failed must not take the disk's room.
            Trees.delete(staging);
        }
    }

    private String fill(
            Path staging, String component, Path source, Blueprint.Source how, Progress progress)
            throws IOException {
        new SourceTree(source).copyTo(staging);
        // The digest of the copy is what counts: the source may have changed while it was read.
        String digest = new SourceTree(staging).digest(how.prepare());
        Path release = folder(component, digest);
        if (!Files.isDirectory(release)) {
            host.openRelease(component, staging);
            for (String command : how.prepare()) {
                prepare(component, staging, command, progress);
            }
            host.sealRelease(component, staging);
            if (how.served()) {
                packing.make(staging, release, text -> progress.step(component, text));
            }
            new ReleaseSums(release).write(staging);
            // Its name says what it holds: it must not be there before that is on the disk.
            DurableFolder.sync(staging);
            Files.move(staging, release, StandardCopyOption.ATOMIC_MOVE);
            DurableFile.syncFolder(state.releases(component));
        }
        return digest;
    }

    private void prepare(String component, Path folder, String command, Progress progress) {
        progress.step(component, "preparing: " + command);
        Deque<String> last = new ArrayDeque<>();
        int status =
                host.runAs(
                        component,
                        folder,
                        List.of("/bin/sh", "-c", command),
                        line -> {
                            progress.say(Event.Level.OUTPUT, component, line);
                            last.addLast(line);
                            if (last.size() > LAST_LINES) {
                                last.removeFirst();
                            }
                        });
        if (status != 0) {
            throw new SteadException(
                    Code.COMPONENT,
                    component
                            + ": the prepare command `"
                            + command
                            + "` ended with exit status "
                            + status
                            + (last.isEmpty() ? "" : "; it said: " + String.join("\n  ", last)),
                    "mend the command or the source; what runs was left as it is");
        }
    }

    /** Removes releases that are not in use, but for the newest few, which a roll-back may want. */
    void trim(String component, Set<String> inUse) {
        Path folder = state.releases(component);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> old =
                    all.filter(p -> !inUse.contains(p.getFileName().toString()))
                            .filter(p -> !p.getFileName().toString().startsWith("."))
                            .sorted(Comparator.comparing(Releases::age).reversed())
                            .skip(KEPT)
                            .toList();
            for (Path release : old) {
                PackedForms.remove(release);
                new ReleaseSums(release).remove();
                Trees.delete(release);
            }
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "old releases of " + component + " cannot be removed: " + e.getMessage(),
                    "look at the rights of " + folder,
                    e);
        }
    }

    private static java.nio.file.attribute.FileTime age(Path release) {
        try {
            return Files.readAttributes(release, BasicFileAttributes.class).lastModifiedTime();
        } catch (IOException e) {
            return java.nio.file.attribute.FileTime.fromMillis(0);
        }
    }
}
