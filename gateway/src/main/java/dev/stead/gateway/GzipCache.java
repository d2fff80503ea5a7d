package dev.stead.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/**
 * Compressed forms of files, made once on a thread of its own and kept while there is room. Bounded
 * in bytes, in the size of a file, and in what waits. Thread-safe.
 */
final class GzipCache implements AutoCloseable {
    static final long SMALLEST = 512;
    static final long LARGEST = 4L << 20;
    private static final long ROOM = 24L << 20;
    private static final int MAX_WAITING = 256;

    private final ThreadPoolExecutor worker =
            new ThreadPoolExecutor(
                    1,
                    1,
                    5,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MAX_WAITING),
                    Thread.ofPlatform().daemon().name("gateway-gzip").factory());

    private final Map<Key, CompletableFuture<byte[]>> entries =
            new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    GzipCache() {
        worker.allowCoreThreadTimeOut(true);
    }

    /** The tag has size and time in it. */
    private record Key(Path path, String etag) {
        static Key of(SiteFile file) {
            return new Key(file.plain().path(), file.plain().etag());
        }
    }

    /** Whether a file of this size is compressed at all. */
    static boolean takes(long size) {
        return size >= SMALLEST && size <= LARGEST;
    }

    /** The compressed file; fails when it cannot be read or too much is waiting. */
    CompletableFuture<byte[]> get(SiteFile file) {
        CompletableFuture<byte[]> entry = new CompletableFuture<>();
        synchronized (entries) {
            CompletableFuture<byte[]> known = entries.putIfAbsent(Key.of(file), entry);
            if (known != null) {
                return known;
            }
        }
        try {
            worker.execute(() -> fill(file, entry));
        } catch (RejectedExecutionException e) {
            forget(file, entry, e);
        }
        return entry;
    }

    private void fill(SiteFile file, CompletableFuture<byte[]> entry) {
        try {
            byte[] compressed = compress(file);
            synchronized (entries) {
                used += compressed.length;
                entry.complete(compressed);
                makeRoom();
            }
        } catch (IOException | RuntimeException | Error e) {
            // Whatever it was: somebody waits for this entry.
            forget(file, entry, e);
        }
    }

    private void forget(SiteFile file, CompletableFuture<byte[]> entry, Throwable cause) {
        synchronized (entries) {
            entries.remove(Key.of(file));
        }
        entry.completeExceptionally(cause);
    }

    private void makeRoom() {
        var oldest = entries.values().iterator();
        while (used > ROOM && oldest.hasNext()) {
            CompletableFuture<byte[]> entry = oldest.next();
            if (entry.isDone()) {
                used -= entry.getNow(new byte[0]).length;
                oldest.remove();
            }
        }
    }

    private static byte[] compress(SiteFile file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) file.plain().size() / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 8192)) {
            Files.copy(file.plain().path(), gzip);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
