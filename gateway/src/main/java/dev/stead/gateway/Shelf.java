package dev.stead.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The kept answers of one component: in memory, and on disk where that is wanted. Thread-safe; what
 * changes is changed under one lock, so that nothing comes back that was taken away; what is asked
 * is asked without it.
 */
final class Shelf {
    /** An answer may take this part of the memory; and so may what is on its way altogether. */
    private static final int SHARE = 8;

    /** Knowing what is on disk may take this part of it. */
    private static final int DISK_SHARE = 4;

    private static final int MOST_FILLS = 1024;
    private static final long MOST_PASSING_BYTES = 2L << 20;
    private static final long PASSING_MILLIS = 60_000;

    private final DiskShelf disk;
    private final CacheCounters counters = new CacheCounters();
    private final Cache<CacheKey, Slot> slots;
    private final Cache<FillKey, Long> passing;
    private final Map<FillKey, Fill> fills = new ConcurrentHashMap<>();
    private final Set<Errand> errands = ConcurrentHashMap.newKeySet();
    private final AtomicLong filling = new AtomicLong();
    private final Object changing = new Object();
    private volatile long memory;

    /**
     * Empty.
     *
     * @param bytes of memory at most for what is kept, and for knowing what is on disk
     */
    Shelf(long bytes, DiskShelf disk) {
        this.disk = disk;
        this.memory = bytes - forDisk(bytes);
        disk.resize(forDisk(bytes));
        this.passing =
                Caffeine.newBuilder()
                        .maximumWeight(Math.min(MOST_PASSING_BYTES, bytes / SHARE))
                        .weigher((FillKey key, Long _) -> key.weight())
                        .executor(Runnable::run)
                        .build();
        this.slots =
                Caffeine.newBuilder()
                        .maximumWeight(memory)
                        .weigher((CacheKey key, Slot slot) ->
                                (int)
                                        Math.min(
                                                Integer.MAX_VALUE,
                                                (long) key.weight() + slot.weight()))
                        .executor(Runnable::run)
                        .evictionListener((key, slot, _) ->
                                counters.evicted(slot == null ? 0 : slot.answers().size()))
                        .build();
    }

    private long forDisk(long bytes) {
        return disk.isUsed() ? bytes / DISK_SHARE : 0;
    }

    /** Keeps to another bound of memory. */
    void resize(long bytes) {
        memory = bytes - forDisk(bytes);
        slots.policy().eviction().ifPresent(it -> it.setMaximum(memory));
        disk.resize(forDisk(bytes));
    }

    CacheCounters counters() {
        return counters;
    }

    /** Bytes that what is kept in memory may take. */
    long memory() {
        return memory;
    }

    /** The largest body that is kept, bytes. */
    long largest() {
        return memory / SHARE;
    }

    DiskShelf disk() {
        return disk;
    }

    CacheFigures figures() {
        slots.cleanUp();
        long bytes = slots.policy().eviction().map(it -> it.weightedSize().orElse(0)).orElse(0L);
        return counters.figures(bytes + disk.memory(), disk.bytes());
    }

    // What is there.

    /** What is kept in memory for a key. */
    Slot slot(CacheKey key) {
        Slot slot = slots.getIfPresent(key);
        return slot == null ? Slot.EMPTY : slot;
    }

    /** Whether the component's last answer to this was not to be kept. */
    boolean isPassing(CacheRequest request, long now) {
        Long until = passing.getIfPresent(FillKey.of(request, Vary.NOTHING));
        return until != null && now < until && now > until - 2 * PASSING_MILLIS;
    }

    /** For a while requests like this one do not wait for each other. */
    void passFromNowOn(CacheRequest request, long now) {
        passing.put(FillKey.of(request, Vary.NOTHING), now + PASSING_MILLIS);
    }

    // What is on its way.

    /** The answer on its way to such requests, or the one given, which then is. */
    Optional<Fill> fill(FillKey key, Fill mine) {
        if (fills.size() >= MOST_FILLS) {
            return Optional.ofNullable(fills.get(key));
        }
        Fill known = fills.putIfAbsent(key, mine);
        return Optional.of(known == null ? mine : known);
    }

    void began(Errand errand) {
        errands.add(errand);
    }

    void ended(Errand errand) {
        errands.remove(errand);
    }

    /** Nobody is to wait for this any more. */
    void settled(FillKey key, Fill fill) {
        fills.remove(key, fill);
    }

    /** Takes room for what is on its way. */
    boolean reserve(int bytes) {
        if (filling.addAndGet(bytes) <= Math.max(memory / 4, largest())) {
            return true;
        }
        filling.addAndGet(-bytes);
        return false;
    }

    void unreserve(int bytes) {
        filling.addAndGet(-bytes);
    }

    // What changes.

    /** Keeps an answer; false when something has made it wrong while it came. */
    boolean keep(Errand by, Kept kept) {
        synchronized (changing) {
            if (by.isDoomed() || kept.weight() > memory) {
                return false;
            }
            boolean newest = put(by.key(), kept);
            if (newest) {
                disk.put(by.key(), kept);
            }
            return newest;
        }
    }

    /** Takes what was read from disk into memory, if it is still what is kept. */
    void remember(CacheKey key, DiskEntry entry, Kept kept) {
        synchronized (changing) {
            if (disk.has(entry)) {
                put(key, kept);
            }
        }
    }

    private boolean put(CacheKey key, Kept kept) {
        Slot slot = slot(key);
        boolean older =
                slot.answers().stream()
                        .anyMatch(it ->
                                it.head().replaces(kept.head())
                                        && it.head().answered() > kept.head().answered());
        if (!older) {
            slots.put(key, slot.with(kept, memory / 2));
        }
        return !older;
    }

    /** An answer has turned out to be wrong. */
    void drop(CacheKey key, Kept kept) {
        synchronized (changing) {
            Slot rest = slot(key).without(kept);
            if (rest.answers().isEmpty()) {
                slots.invalidate(key);
            } else {
                slots.put(key, rest);
            }
            disk.remove(key, kept.head());
        }
    }

    /** A request has changed what this names (RFC 9111, 4.4): for nobody it is kept any more. */
    void invalidate(CacheKey key) {
        synchronized (changing) {
            doom(key::equals);
            disk.remove(key);
            slots.invalidate(key);
        }
    }

    private void doom(Predicate<CacheKey> which) {
        for (Errand errand : errands) {
            if (which.test(errand.key())) {
                errand.doom();
            }
        }
        fills.keySet().removeIf(fill -> which.test(fill.key()));
    }

    /** Takes away what a test says; returns how many answers. */
    int remove(Predicate<CacheKey> which) {
        synchronized (changing) {
            doom(which);
            int onDisk = disk.remove(which);
            int inMemory = 0;
            for (Map.Entry<CacheKey, Slot> slot : List.copyOf(slots.asMap().entrySet())) {
                if (which.test(slot.getKey())) {
                    inMemory += slot.getValue().answers().size();
                    slots.invalidate(slot.getKey());
                }
            }
            return Math.max(onDisk, inMemory);
        }
    }
}
