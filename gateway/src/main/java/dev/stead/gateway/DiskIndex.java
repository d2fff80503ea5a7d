package dev.stead.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The answers of a component that are on disk or on their way there, as far as they are known in
 * memory. Bounded in bytes on disk, in bytes of memory, and in answers to one key; what was used
 * longest ago makes room. Not thread-safe.
 */
final class DiskIndex {
    private static final int MOST = 200_000;
    private static final int SHARE = 4;

    private final Map<CacheKey, List<DiskEntry>> byKey = new HashMap<>();
    private final Map<DiskEntry, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private final long usualBytes;
    private final Consumer<DiskEntry> gone;
    private long mostBytes;
    private long mostMemory;
    private long bytes;
    private long memory;

    /**
     * Empty, and without memory.
     *
     * @param mostBytes on disk
     * @param gone told of each that is removed
     */
    DiskIndex(long mostBytes, Consumer<DiskEntry> gone) {
        this.usualBytes = mostBytes;
        this.mostBytes = mostBytes;
        this.gone = gone;
    }

    /** The same bounds, and nothing in it. */
    DiskIndex emptied() {
        DiskIndex other = new DiskIndex(usualBytes, gone);
        other.mostBytes = mostBytes;
        other.mostMemory = mostMemory;
        return other;
    }

    /** Bytes in use on disk. */
    long bytes() {
        return bytes;
    }

    /** Bytes in use in memory, about. */
    long memory() {
        return memory;
    }

    /** Keeps to this many bytes of memory. */
    void resize(long most) {
        mostMemory = most;
        makeRoom();
    }

    /** Gives up this many bytes on disk, and takes no more than what is left then. */
    void shrink(long by) {
        mostBytes = Math.max(0, bytes - by);
        makeRoom();
    }

    /** Takes as many bytes on disk as at first. */
    void grow() {
        mostBytes = usualBytes;
    }

    /** Whether there may be room for this and for some others. */
    boolean takes(DiskEntry entry) {
        return entry.bytes() <= mostBytes / SHARE && entry.memory() <= mostMemory / SHARE;
    }

    /** Whether there is room for anything more. */
    boolean hasRoom() {
        return bytes < mostBytes && memory < mostMemory && byUse.size() < MOST;
    }

    /** Whether there is room for this without anything else making room. */
    boolean hasRoom(DiskEntry entry) {
        return hasRoom()
                && bytes + entry.bytes() <= mostBytes
                && memory + entry.memory() <= mostMemory
                && of(entry.key()).size() < Slot.MOST;
    }

    boolean has(DiskEntry entry) {
        return byUse.containsKey(entry);
    }

    /** The answer to a request, whatever its age. */
    Optional<DiskEntry> find(CacheRequest request) {
        return of(request.key()).stream().filter(it -> it.head().answers(request)).findFirst();
    }

    /** The one that this would take the place of. */
    Optional<DiskEntry> find(CacheKey key, KeptHead head) {
        return of(key).stream().filter(it -> head.replaces(it.head())).findFirst();
    }

    /** Those of a key; may change with the index. */
    List<DiskEntry> of(CacheKey key) {
        return byKey.getOrDefault(key, List.of());
    }

    List<DiskEntry> where(Predicate<CacheKey> which) {
        return byUse.keySet().stream().filter(it -> which.test(it.key())).toList();
    }

    /** It is used now. */
    void use(DiskEntry entry) {
        byUse.get(entry);
    }

    /** As the one that was used last. */
    void add(DiskEntry entry) {
        List<DiskEntry> ofKey = byKey.computeIfAbsent(entry.key(), _ -> new ArrayList<>(1));
        ofKey.add(entry);
        byUse.put(entry, true);
        bytes += entry.bytes();
        memory += entry.memory();
        if (ofKey.size() > Slot.MOST) {
            remove(ofKey.getFirst());
        }
        makeRoom();
    }

    void remove(DiskEntry entry) {
        if (byUse.remove(entry) == null) {
            return;
        }
        bytes -= entry.bytes();
        memory -= entry.memory();
        List<DiskEntry> others = byKey.getOrDefault(entry.key(), new ArrayList<>());
        others.remove(entry);
        if (others.isEmpty()) {
            byKey.remove(entry.key());
        }
        gone.accept(entry);
    }

    private void makeRoom() {
        while (bytes > mostBytes || memory > mostMemory || byUse.size() > MOST) {
            remove(byUse.keySet().iterator().next());
        }
    }
}
