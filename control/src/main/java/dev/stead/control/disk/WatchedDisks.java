package dev.stead.control.disk;

import dev.stead.api.DiskLevel;
import dev.stead.api.Disks;
import dev.stead.base.ByteCount;
import dev.stead.base.Code;
import dev.stead.base.DiskUsage;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file systems that Stead writes to, each once, as they are. Measuring them costs a stat of
 * each folder and one statvfs of each file system. Constructing it does nothing; a disk that nobody
 * has looked at yet counts as one that had plenty. Thread-safe.
 */
final class WatchedDisks implements Disks {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedDisks.class);

    private final StateFolder folder;
    private final Path temporary;
    private final Freed freed;
    private volatile Map<Long, WatchedDisk> disks = Map.of();

    /**
     * Knows none yet.
     *
     * @param temporary where Java puts temporary files
     * @param freed tells what was deleted
     */
    WatchedDisks(StateFolder folder, Path temporary, Freed freed) {
        this.folder = folder;
        this.temporary = temporary;
        this.freed = freed;
    }

    /** All as they were when they were last looked at. */
    List<WatchedDisk> all() {
        return List.copyOf(disks.values());
    }

    /** Looks at all of them; says for each what it is now. */
    synchronized List<WatchedDisk> look() {
        Map<Long, WatchedDisk> found = new LinkedHashMap<>();
        for (Path path : folders()) {
            try {
                long device = device(path);
                if (!found.containsKey(device)) {
                    found.put(device, measure(path, device));
                }
            } catch (IOException e) {
                LOG.debug("{} cannot be measured: {}", path, e.toString());
            }
        }
        disks = Map.copyOf(found);
        return List.copyOf(found.values());
    }

    /** The file system that a folder is on, or would be. */
    Optional<Long> deviceOf(Path path) {
        try {
            return Optional.of(device(existing(path)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private WatchedDisk measure(Path path, long device) throws IOException {
        DiskUsage usage = DiskUsage.of(path);
        Optional<WatchedDisk> before = Optional.ofNullable(disks.get(device));
        String mount = before.isPresent() ? before.get().mount() : mount(path, device);
        return new WatchedDisk(device, mount, usage, DiskRules.decide(usage, level(before)));
    }

    private static DiskLevel level(Optional<WatchedDisk> disk) {
        return disk.map(WatchedDisk::level).orElse(DiskLevel.PLENTY);
    }

    /** The folder highest above this one that is on the same file system. */
    private static String mount(Path path, long device) throws IOException {
        Path mount = path.toRealPath();
        for (Path above = mount.getParent();
                above != null && device(above) == device;
                above = above.getParent()) {
            mount = above;
        }
        return mount.toString();
    }

    /** Where Stead and the components write; each of these may be a file system of its own. */
    private List<Path> folders() {
        List<Path> all = new ArrayList<>();
        all.add(folder.root());
        all.add(folder.releases());
        all.add(folder.logs());
        all.add(folder.runs());
        all.add(folder.cache());
        all.add(folder.tls());
        all.add(folder.data());
        try (DirectoryStream<Path> data = Files.newDirectoryStream(folder.data())) {
            data.forEach(all::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            LOG.debug("no component has data yet");
        } catch (IOException e) {
            LOG.debug("{} cannot be listed: {}", folder.data(), e.toString());
        }
        all.add(temporary);
        return all;
    }

    private static long device(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:dev");
    }

    private static Path existing(Path path) {
        Path there = path.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    @Override
    public void demand(Path where, long bytes, String what) {
        Path there = existing(where);
        WatchedDisk now;
        DiskLevel before;
        try {
            long device = device(there);
            before = level(Optional.ofNullable(disks.get(device)));
            now = measure(there, device);
        } catch (IOException e) {
            // Whoever wants to write there will find out why that does not work.
            LOG.debug("{} cannot be measured: {}", there, e.toString());
            return;
        }
        if (!DiskRules.mayBegin(now.usage(), before, bytes)) {
            throw refusal(now, DiskRules.needed(now.usage(), before, bytes), what);
        }
    }

    private static SteadException refusal(WatchedDisk disk, long needed, String what) {
        return new SteadException(
                Code.EXHAUSTED,
                "the disk "
                        + disk.mount()
                        + " has too little space to "
                        + what
                        + ": "
                        + WatchedDisk.free(disk.usage())
                        + ", "
                        + new ByteCount(needed)
                        + " must be",
                "free some there (`du -xh "
                        + disk.mount()
                        + " | sort -h | tail` shows what takes it) and try again; what runs goes"
                        + " on, and can be stopped");
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (WatchedDisk disk : disks.values()) {
            switch (disk.level()) {
                case PLENTY -> {}
                case LOW -> warnings.add(disk.words() + "; free some space there");
                case CRITICAL, FULL ->
                        warnings.add(
                                disk.words()
                                        + "; free some space there: until then changes that need"
                                        + " space are refused");
            }
        }
        warnings.addAll(freed.words());
        return warnings;
    }
}
