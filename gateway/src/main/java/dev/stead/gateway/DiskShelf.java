package dev.stead.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The kept answers of one component on disk. What is there is known in memory ({@link DiskIndex});
 * files ({@link DiskFolder}) are written, read and removed by the {@link DiskWorker} only. A disk
 * that is full or slow means that less is kept. Thread-safe.
 *
 * <p>Until it has been looked what an earlier server left, only what came since is known.
 */
final class DiskShelf {
    private static final long MOST_UNWRITTEN = 16L << 20;

    private final DiskFolder folder;
    private final boolean used;
    private final DiskWorker worker;
    private final Map<DiskEntry, CompletableFuture<Optional<Kept>>> loading = new HashMap<>();
    private DiskIndex index;
    private Optional<DiskChanges> changes;
    private long unwritten;
    private boolean closed;

    /**
     * Not looked at yet, and without memory to know anything with.
     *
     * @param limit bytes on disk at most; 0 keeps nothing
     */
    DiskShelf(Path folder, long limit, DiskWorker worker) {
        this.folder = new DiskFolder(folder);
        this.used = limit > 0;
        this.worker = worker;
        this.index = new DiskIndex(limit, this::gone);
        this.changes = used ? Optional.of(new DiskChanges()) : Optional.empty();
    }

    /**
     * Finds out what is there, on the worker's thread, and removes what is damaged.
     *
     * @param adopt whether what is there may be used; else all of it is removed
     */
    void open(boolean adopt) {
        if (used && !worker.run(() -> scan(adopt))) {
            adopt(List.of());
        }
    }

    private void scan(boolean adopt) {
        List<DiskEntry> found = List.of();
        try {
            found = look(adopt);
        } catch (IOException e) {
            // Nothing is there that can be used; writing will fail too, and is tried again.
        } finally {
            adopt(found);
        }
        folder.empty();
    }

    /** As much as there is room for, what was used last first. */
    private List<DiskEntry> look(boolean adopt) throws IOException {
        DiskIndex room = emptyIndex();
        List<DiskEntry> found = new ArrayList<>();
        for (Path file : folder.files()) {
            Optional<DiskEntry> entry =
                    adopt && room.hasRoom() ? folder.describe(file) : Optional.empty();
            if (entry.filter(room::hasRoom).isPresent()) {
                room.add(entry.get());
                found.add(entry.get());
            } else {
                folder.toRemove(file);
            }
        }
        return found;
    }

    private synchronized DiskIndex emptyIndex() {
        return index.emptied();
    }

    private synchronized void adopt(List<DiskEntry> found) {
        DiskIndex all = index.emptied();
        for (DiskEntry entry : found.reversed()) {
            Optional<DiskEntry> other = all.find(entry.key(), entry.head());
            boolean wrong = changes.filter(it -> it.has(entry.key())).isPresent();
            if (wrong || other.filter(it -> !it.isOlder(entry)).isPresent()) {
                folder.toRemove(entry.file());
            } else {
                other.ifPresent(all::remove);
                all.add(entry);
            }
        }
        index.where(_ -> true).forEach(all::add);
        index = all;
        changes = Optional.empty();
    }

    /** Whether anything is kept on disk. */
    boolean isUsed() {
        return used;
    }

    /** Bytes in use on disk. */
    synchronized long bytes() {
        return index.bytes();
    }

    /** Bytes that knowing what is there takes in memory, about. */
    synchronized long memory() {
        return index.memory();
    }

    /** Keeps to another bound of memory. */
    synchronized void resize(long memory) {
        index.resize(memory);
        tidy();
    }

    /** Gives up bytes on disk until {@link #grow}; returns how many. */
    synchronized long shrink(long by) {
        long before = index.bytes();
        index.shrink(by);
        tidy();
        return before - index.bytes();
    }

    /** May take as much of the disk as at first. */
    synchronized void grow() {
        index.grow();
    }

    /** Nothing more is written: somebody else looks after the folder. */
    synchronized void close() {
        closed = true;
    }

    // What is there.

    /** The answer to a request, whatever its age. */
    synchronized Optional<DiskEntry> find(CacheRequest request) {
        return index.find(request);
    }

    /** Whether this is still what is kept. */
    synchronized boolean has(DiskEntry entry) {
        return index.has(entry);
    }

    /** Reads an answer; empty when it cannot be had. Never fails, and may take long. */
    CompletableFuture<Optional<Kept>> load(DiskEntry entry) {
        CompletableFuture<Optional<Kept>> mine = new CompletableFuture<>();
        synchronized (this) {
            Kept kept = entry.unwritten();
            if (kept != null) {
                return CompletableFuture.completedFuture(Optional.of(kept));
            }
            index.use(entry);
            CompletableFuture<Optional<Kept>> other = loading.putIfAbsent(entry, mine);
            if (other != null) {
                return other;
            }
        }
        if (!worker.run(() -> load(entry, mine))) {
            loaded(entry, mine, Optional.empty());
        }
        return mine;
    }

    private void load(DiskEntry entry, CompletableFuture<Optional<Kept>> future) {
        Optional<Kept> kept = Optional.empty();
        try {
            folder.empty();
            kept = folder.read(entry.file());
        } finally {
            if (kept.isEmpty()) {
                remove(entry);
            }
            loaded(entry, future, kept);
        }
    }

    private void loaded(
            DiskEntry entry, CompletableFuture<Optional<Kept>> future, Optional<Kept> kept) {
        synchronized (this) {
            loading.remove(entry);
        }
        future.complete(kept);
    }

    // What changes.

    /** Keeps an answer in the place of the one that it replaces, if there is room for it. */
    void put(CacheKey key, Kept kept) {
        if (!used) {
            return;
        }
        DiskEntry entry = DiskEntry.toWrite(key, kept, folder.newFile());
        if (!isTaken(entry, kept)) {
            tidy();
        } else if (!worker.run(() -> write(entry, kept))) {
            written(entry, false);
        }
    }

    private synchronized boolean isTaken(DiskEntry entry, Kept kept) {
        replace(entry.key(), kept.head());
        if (closed || !index.takes(entry) || unwritten + entry.bytes() > MOST_UNWRITTEN) {
            return false;
        }
        index.add(entry);
        unwritten += entry.bytes();
        return true;
    }

    private void write(DiskEntry entry, Kept kept) {
        boolean written = false;
        try {
            folder.empty();
            written = isWanted(entry) && folder.write(entry.file(), entry.key(), kept);
        } finally {
            written(entry, written);
        }
        folder.empty();
    }

    private synchronized boolean isWanted(DiskEntry entry) {
        return !closed && index.has(entry);
    }

    private synchronized void written(DiskEntry entry, boolean written) {
        unwritten -= entry.bytes();
        entry.written();
        if (!written) {
            index.remove(entry);
        } else if (!index.has(entry)) {
            folder.toRemove(entry.file());
        }
    }

    /** Removes what this would take the place of. */
    synchronized void remove(CacheKey key, KeptHead head) {
        replace(key, head);
        tidy();
    }

    private void replace(CacheKey key, KeptHead head) {
        changes.ifPresent(it -> it.changed(key));
        index.find(key, head).ifPresent(index::remove);
    }

    synchronized void remove(CacheKey key) {
        changes.ifPresent(it -> it.changed(key));
        List.copyOf(index.of(key)).forEach(index::remove);
        tidy();
    }

    /** Returns how many that were. */
    synchronized int remove(Predicate<CacheKey> which) {
        changes.ifPresent(it -> it.removed(which));
        List<DiskEntry> gone = index.where(which);
        gone.forEach(index::remove);
        tidy();
        return gone.size();
    }

    private synchronized void remove(DiskEntry entry) {
        index.remove(entry);
    }

    private void gone(DiskEntry entry) {
        if (entry.unwritten() == null) {
            folder.toRemove(entry.file());
        }
    }

    /** Has what is to be removed removed; where too much waits for that, what waits does it. */
    void tidy() {
        if (folder.hasToRemove()) {
            worker.run(folder::empty);
        }
    }
}
