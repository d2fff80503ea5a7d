package dev.stead.gateway;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.CacheRules;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shelf of each component whose answers are kept. Changed by one thread at a time, used by all.
 */
final class Shelves implements AutoCloseable {
    private final Optional<Path> folder;
    private final long memory;
    private final DiskWorker worker = new DiskWorker();
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private Map<String, CacheRules> rules = Map.of();
    private boolean began;

    /**
     * No shelf yet.
     *
     * @param folder where each component's folder is
     * @param memory bytes that all may have in memory together; each gets its part
     */
    Shelves(Optional<Path> folder, long memory) {
        this.folder = folder;
        this.memory = memory;
    }

    Optional<Shelf> of(String component) {
        return Optional.ofNullable(shelves.get(component));
    }

    /**
     * Has a shelf for each component that this table wants one for. What an earlier server left on
     * disk is taken up with the first table that has routes; later on nobody has looked after it,
     * and it is removed.
     */
    synchronized void follow(RouteTable table) {
        Map<String, CacheRules> wanted = new HashMap<>();
        for (Entry entry : table.entries()) {
            if (entry.target() instanceof Instances instances) {
                instances.cache().ifPresent(it -> wanted.put(instances.component(), it));
            }
        }
        if (!wanted.equals(rules)) {
            change(wanted);
        }
        began |= !table.entries().isEmpty();
    }

    private void change(Map<String, CacheRules> wanted) {
        long sum = Math.max(1, wanted.values().stream().mapToLong(CacheRules::memory).sum());
        double part = Math.min(1, (double) memory / sum);
        Map<String, Long> parts = new HashMap<>();
        wanted.forEach((component, is) -> parts.put(component, (long) (is.memory() * part)));
        shelves.forEach((component, shelf) -> {
            if (!wanted.containsKey(component) && shelves.remove(component, shelf)) {
                shelf.disk().close();
                clear(component);
            }
        });
        // Others first: what they have too much makes room for what is new.
        shelves.forEach((component, shelf) -> shelf.resize(parts.getOrDefault(component, 0L)));
        wanted.forEach((component, is) -> {
            if (!is.equals(rules.get(component))) {
                DiskShelf disk = disk(component, is.disk());
                Shelf before =
                        shelves.put(component, new Shelf(parts.getOrDefault(component, 0L), disk));
                if (before != null) {
                    before.disk().close();
                }
                disk.open(!began);
            }
        });
        rules = Map.copyOf(wanted);
    }

    private void clear(String component) {
        disk(component, Long.MAX_VALUE).open(false);
    }

    private DiskShelf disk(String component, long limit) {
        return new DiskShelf(
                folder.orElse(Path.of("")).resolve(component),
                folder.isPresent() ? limit : 0,
                worker);
    }

    /** What each has done. */
    Map<String, CacheFigures> figures() {
        Map<String, CacheFigures> figures = new TreeMap<>();
        shelves.forEach((component, shelf) -> figures.put(component, shelf.figures()));
        return figures;
    }

    /** Takes away what is kept at a path and below, or all; returns how many answers. */
    synchronized int purge(String component, Optional<String> path) {
        Optional<Shelf> shelf = of(component);
        if (shelf.isEmpty()) {
            clear(component);
            return 0;
        }
        Optional<String> normal =
                path.map(it -> RequestPath.parse(it).map(RequestPath::merged).orElse(it));
        return shelf.get().remove(key -> normal.map(key::isBelow).orElse(true));
    }

    /**
     * Gives up bytes on disk, of whoever has most first, until {@link #grow}; returns how many,
     * when the files are gone.
     */
    long shrink(long by) {
        long gone = giveUp(by);
        worker.settle();
        return gone;
    }

    private synchronized long giveUp(long by) {
        List<DiskShelf> disks =
                shelves.values().stream()
                        .map(Shelf::disk)
                        .sorted(Comparator.comparingLong(DiskShelf::bytes).reversed())
                        .toList();
        long gone = 0;
        for (DiskShelf disk : disks) {
            gone += disk.shrink(Math.max(0, by - gone));
        }
        return gone;
    }

    /** All may take as much of the disk as they were made for. */
    synchronized void grow() {
        shelves.values().forEach(shelf -> shelf.disk().grow());
    }

    @Override
    public void close() {
        shelves.values().forEach(shelf -> shelf.disk().tidy());
        worker.close();
    }
}
