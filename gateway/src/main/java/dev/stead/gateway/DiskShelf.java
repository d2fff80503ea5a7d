package dev.stead.gateway;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The kept answers of one component on disk, one file each ({@link DiskFormat}). What is there is
 * known in memory; files are written, read and removed by the {@link DiskWorker} only. A disk that
 * is full or slow means that less is kept. Thread-safe.
 */
final class DiskShelf {
    /** What an answer costs beyond its bytes: the rest of a block, and its name. */
    static final long OVERHEAD = 4096;

    private static final String SUFFIX = ".kept";
    private static final int MOST = 200_000;
    private static final long MOST_UNWRITTEN = 16L << 20;

    private final Path folder;
    private final long limit;
    private final DiskWorker worker;
    private final Map<CacheKey, List<DiskEntry>> byKey = new HashMap<>();
    private final Map<DiskEntry, Boolean> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<DiskEntry, CompletableFuture<Optional<Kept>>> loading = new HashMap<>();
    private final List<Predicate<DiskEntry>> removedMeanwhile = new ArrayList<>();
    private final Queue<Path> trash = new ConcurrentLinkedQueue<>();
    private long used;
    private long unwritten;
    private boolean scanned;
    private boolean closed;

    /**
     * Not looked at yet.
     *
     * @param limit bytes at most; 0 keeps nothing
     */
    DiskShelf(Path folder, long limit, DiskWorker worker) {
        this.folder = folder;
        this.limit = limit;
        this.worker = worker;
        this.scanned = limit == 0;
    }

    /**
     * Finds out what is there, on the worker's thread, and removes what is damaged or foreign.
     *
     * @param adopt whether what is there may be used; else all of it is removed
     */
    void open(boolean adopt) {
        if (limit > 0 && !worker.run(() -> scan(adopt))) {
            synchronized (this) {
                scanned = true;
            }
        }
    }

    private void scan(boolean adopt) {
        if (!adopt && !Files.exists(folder)) {
            return;
        }
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            List<Path> files;
            try (Stream<Path> all = Files.list(folder)) {
                files = all.sorted(Comparator.comparing(DiskShelf::used)).toList();
            }
            for (Path file : files) {
                if (!adopt || !adopt(file)) {
                    trash.add(file);
                }
            }
        } catch (IOException e) {
            // Nothing is there that can be used; writing will fail too, and is tried again.
        }
        synchronized (this) {
            scanned = true;
            removedMeanwhile.clear();
            makeRoom();
        }
        empty();
    }

    private static FileTime used(Path file) {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private boolean adopt(Path file) {
        if (!file.toString().endsWith(SUFFIX)
                || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            DiskFormat.Description found = DiskFormat.readDescription(in);
            DiskEntry entry = DiskEntry.found(found.key(), found.head(), file, Files.size(file));
            return adopt(entry);
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private synchronized boolean adopt(DiskEntry entry) {
        boolean gone = removedMeanwhile.stream().anyMatch(it -> it.test(entry));
        Optional<DiskEntry> other = find(entry.key(), entry.head());
        if (gone || other.filter(it -> !isOlder(it, entry)).isPresent()) {
            return false;
        }
        other.ifPresent(this::forget);
        add(entry);
        return true;
    }

    private static boolean isOlder(DiskEntry entry, DiskEntry than) {
        return entry.head().answered() < than.head().answered();
    }

    /** Bytes in use. */
    synchronized long bytes() {
        return used;
    }

    /** Nothing more is written: somebody else looks after the folder. */
    synchronized void close() {
        closed = true;
    }

    // What is there.

    /** The answer to a request, whatever its age. */
    synchronized Optional<DiskEntry> find(CacheRequest request) {
        List<DiskEntry> entries = byKey.get(request.key());
        return entries == null
                ? Optional.empty()
                : entries.stream().filter(it -> it.head().answers(request)).findFirst();
    }

    private Optional<DiskEntry> find(CacheKey key, KeptHead head) {
        return byKey.getOrDefault(key, List.of()).stream()
                .filter(it -> head.replaces(it.head()))
                .findFirst();
    }

    /** Whether this is still what is kept. */
    synchronized boolean has(DiskEntry entry) {
        return byUse.containsKey(entry);
    }

    /** Reads an answer; empty when it cannot be had. Never fails. */
    CompletableFuture<Optional<Kept>> load(DiskEntry entry) {
        CompletableFuture<Optional<Kept>> mine = new CompletableFuture<>();
        synchronized (this) {
            Kept kept = entry.unwritten();
            if (kept != null) {
                return CompletableFuture.completedFuture(Optional.of(kept));
            }
            byUse.get(entry);
            CompletableFuture<Optional<Kept>> other = loading.putIfAbsent(entry, mine);
            if (other != null) {
                return other;
            }
        }
        if (!worker.run(() -> loaded(entry, mine, read(entry)))) {
            loaded(entry, mine, Optional.empty());
        }
        return mine;
    }

    private void loaded(
            DiskEntry entry, CompletableFuture<Optional<Kept>> future, Optional<Kept> kept) {
        synchronized (this) {
            loading.remove(entry);
        }
        future.complete(kept);
    }

    private Optional<Kept> read(DiskEntry entry) {
        empty();
        try (InputStream in = Files.newInputStream(entry.file())) {
            Kept kept = DiskFormat.read(in);
            Files.setLastModifiedTime(entry.file(), FileTime.from(Instant.now()));
            return Optional.of(kept);
        } catch (IOException | RuntimeException e) {
            synchronized (this) {
                forget(entry);
            }
            return Optional.empty();
        }
    }

    // What changes.

    /** Keeps an answer in the place of the one that it replaces, if there is room for it. */
    void put(CacheKey key, Kept kept) {
        if (limit == 0) {
            return;
        }
        DiskEntry entry = DiskEntry.toWrite(key, kept, folder.resolve(UUID.randomUUID() + SUFFIX));
        synchronized (this) {
            remove(key, kept.head());
            if (closed || entry.bytes() > limit / 4 || unwritten + entry.bytes() > MOST_UNWRITTEN) {
                return;
            }
            add(entry);
            unwritten += entry.bytes();
            makeRoom();
        }
        if (!worker.run(() -> write(entry, kept))) {
            synchronized (this) {
                unwritten -= entry.bytes();
                forget(entry);
            }
        }
    }

    private void write(DiskEntry entry, Kept kept) {
        empty();
        boolean written = has(entry) && isWritten(entry, kept);
        synchronized (this) {
            unwritten -= entry.bytes();
            entry.written();
            if (!written) {
                forget(entry);
            } else if (!byUse.containsKey(entry)) {
                trash.add(entry.file());
            }
        }
        empty();
    }

    private boolean isWritten(DiskEntry entry, Kept kept) {
        Path temporary = folder.resolve(entry.file().getFileName() + ".new");
        try {
            Files.createDirectories(folder);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                DiskFormat.write(out, entry.key(), kept);
            }
            Files.move(temporary, entry.file(), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException e) {
            trash.add(temporary);
            return false;
        }
    }

    synchronized void remove(CacheKey key, KeptHead head) {
        meanwhile(it -> it.key().equals(key) && head.replaces(it.head()));
        find(key, head).ifPresent(this::forget);
    }

    synchronized void remove(CacheKey key) {
        meanwhile(it -> it.key().equals(key));
        List.copyOf(byKey.getOrDefault(key, List.of())).forEach(this::forget);
        tidy();
    }

    /** Returns how many that were. */
    synchronized int remove(Predicate<CacheKey> which) {
        meanwhile(it -> which.test(it.key()));
        List<DiskEntry> gone = byUse.keySet().stream().filter(it -> which.test(it.key())).toList();
        gone.forEach(this::forget);
        tidy();
        return gone.size();
    }

    private void meanwhile(Predicate<DiskEntry> which) {
        if (!scanned) {
            removedMeanwhile.add(which);
        }
    }

    private void add(DiskEntry entry) {
        byKey.computeIfAbsent(entry.key(), _ -> new ArrayList<>(1)).add(entry);
        byUse.put(entry, true);
        used += entry.bytes();
    }

    /** Its file goes with the next work that the worker does. */
    private void forget(DiskEntry entry) {
        if (byUse.remove(entry) == null) {
            return;
        }
        used -= entry.bytes();
        List<DiskEntry> others = byKey.getOrDefault(entry.key(), new ArrayList<>());
        others.remove(entry);
        if (others.isEmpty()) {
            byKey.remove(entry.key());
        }
        if (entry.unwritten() == null) {
            trash.add(entry.file());
        }
    }

    private void makeRoom() {
        while (used > limit || byUse.size() > MOST) {
            forget(byUse.keySet().iterator().next());
        }
    }

    private void tidy() {
        if (!trash.isEmpty()) {
            worker.run(this::empty);
        }
    }

    private void empty() {
        for (Path file = trash.poll(); file != null; file = trash.poll()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // It is not known any more, and the next start tries again.
            }
        }
    }
}
