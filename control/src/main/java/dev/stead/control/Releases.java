package dev.stead.control;

import dev.stead.api.Disks;
import dev.stead.api.Event;
import dev.stead.api.Host;
import dev.stead.base.Code;
import dev.stead.base.DurableFile;
import dev.stead.base.DurableFolder;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
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
    private static final String STAGING = ".staging";
    private static final String REMOVED = ".removed";

    /** As {@link SourceTree#digest} makes them; what is called otherwise is not ours. */
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{32}");

    private final StateFolder state;
    private final Host host;
    private final PackedForms packing;
    private final Disks disks;

    /** Releases that a change has in hand before anything runs from them. */
    private final Set<Path> inHand = new HashSet<>();

    /** Whether a release is being made, in a folder of its own. */
    private boolean making;

    Releases(StateFolder state, Host host, PackedForms packing, Disks disks) {
        this.state = state;
        this.host = host;
        this.packing = packing;
        this.disks = disks;
    }

    /** Where all are. */
    Path folder() {
        return state.releases();
    }

    /** Where the release of this digest is, or would be. */
    Path folder(String component, String digest) {
        return state.releases(component).resolve(digest);
    }

    /**
     * Makes the release of a source unless it is there, and keeps it until {@link #letGo}.
     *
     * @param source where it is
     * @return its digest
     * @throws SteadException COMPONENT when a prepare command fails; EXHAUSTED when the disk has
     *     too little room for it; EXTERNAL when it is there and is not as it was made
     */
    String publish(String component, Path source, Blueprint.Source how, Progress progress) {
        SourceTree tree = new SourceTree(source);
        String digest = tree.digest(how.prepare());
        if (take(folder(component, digest))) {
            new ReleaseSums(folder(component, digest)).demand();
            return digest;
        }
        disks.demand(state.releases(component), tree.bytes(), "make a new release of " + component);
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

    /** Keeps it from being trimmed, and says whether it is there. */
    private synchronized boolean take(Path release) {
        inHand.add(release);
        return Files.isDirectory(release);
    }

    /** The change is over: from now on what is in use shows itself. */
    synchronized void letGo() {
        inHand.clear();
    }

    private String make(String component, Path source, Blueprint.Source how, Progress progress)
            throws IOException {
        Path folder = state.releases(component);
        Files.createDirectories(folder);
        making(true);
        try {
            clean(folder);
            // Nobody else can open a file there while it still belongs to the owner of its source.
            Path staging = Files.createDirectory(folder.resolve(STAGING), ONLY_OURS);
            return make(component, source, how, progress, staging);
        } finally {
            // Half a copy must not be what keeps the disk full.
            clean(folder);
            making(false);
        }
    }

    private synchronized void making(boolean now) {
        making = now;
    }

    /** Removes what a making that was cut off left; returns its bytes. */
    private static long clean(Path folder) throws IOException {
        Path staging = folder.resolve(STAGING);
        long bytes = Trees.bytes(staging);
        Trees.delete(staging);
        return bytes + PackedForms.clean(folder);
    }

    /** Removes what any change of a component's releases that was cut off left. */
    private synchronized long cleanLeft(String component) throws IOException {
        Path folder = state.releases(component);
        Path removed = folder.resolve(REMOVED);
        long bytes = Trees.bytes(removed);
        Trees.delete(removed);
        return bytes + (making ? 0 : clean(folder));
    }

    private String make(
            String component, Path source, Blueprint.Source how, Progress progress, Path staging)
            throws IOException {
        Path folder = state.releases(component);
        new SourceTree(source).copyTo(staging);
        // The digest of the copy is what counts: the source may have changed while it was read.
        String digest = new SourceTree(staging).digest(how.prepare());
        Path release = folder.resolve(digest);
        if (!take(release)) {
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
        try {
            for (Path release : old(component, inUse).reversed().stream().skip(KEPT).toList()) {
                remove(release);
            }
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "old releases of " + component + " cannot be removed: " + e.getMessage(),
                    "look at the rights of " + state.releases(component),
                    e);
        }
    }

    /**
     * Removes releases of all components that are not in use, the oldest first, until so many bytes
     * are free.
     *
     * @param inUse digests in use, by component
     * @return bytes that were freed
     */
    long trimAll(Map<String, Set<String>> inUse, long bytes) throws IOException {
        List<Path> all = new ArrayList<>();
        long freed = 0;
        for (String component : components()) {
            freed += cleanLeft(component);
            all.addAll(old(component, inUse.getOrDefault(component, Set.of())));
        }
        all.sort(Comparator.comparing(Releases::age));
        for (Path release : all) {
            if (freed >= bytes) {
                break;
            }
            freed += remove(release);
        }
        return freed;
    }

    private List<String> components() throws IOException {
        if (!Files.isDirectory(folder())) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder())) {
            return all.filter(p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))
                    .map(p -> String.valueOf(p.getFileName()))
                    .toList();
        }
    }

    /** A component's releases that are not in use, the oldest first. */
    private List<Path> old(String component, Set<String> inUse) throws IOException {
        Path folder = state.releases(component);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Releases::isOurs)
                    .filter(p -> !inUse.contains(String.valueOf(p.getFileName())))
                    .sorted(Comparator.comparing(Releases::age))
                    .toList();
        }
    }

    private static boolean isOurs(Path release) {
        return DIGEST.matcher(String.valueOf(release.getFileName())).matches()
                && Files.isDirectory(release, LinkOption.NOFOLLOW_LINKS);
    }

    private synchronized long remove(Path release) throws IOException {
        if (inHand.contains(release)) {
            return 0;
        }
        long bytes = Trees.bytes(release) + Trees.bytes(PackedForms.of(release));
        // Cut off in the middle, what is left must be taken neither for it nor for a damaged one.
        Path removed = release.resolveSibling(REMOVED);
        Trees.delete(removed);
        Files.move(release, removed, StandardCopyOption.ATOMIC_MOVE);
        PackedForms.remove(release);
        new ReleaseSums(release).remove();
        Trees.delete(removed);
        return bytes;
    }

    private static java.nio.file.attribute.FileTime age(Path release) {
        try {
            return Files.readAttributes(release, BasicFileAttributes.class).lastModifiedTime();
        } catch (IOException e) {
            return java.nio.file.attribute.FileTime.fromMillis(0);
        }
    }
}
