package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/**
 * What is known of an answer on disk without reading it. One object for each file: what is not this
 * object is another answer.
 */
final class DiskEntry {
    /** What an answer costs on disk beyond its bytes: the rest of a block, and its name. */
    static final long OVERHEAD = 4096;

    /** What an entry takes in memory beside its texts, about. */
    private static final long COST = 600;

    private final CacheKey key;
    private final KeptHead head;
    private final Path file;
    private final long bytes;
    private final long memory;
    private @Nullable Kept unwritten;

    private DiskEntry(
            CacheKey key, KeptHead head, Path file, long bytes, @Nullable Kept unwritten) {
        this.key = key;
        this.head = head;
        this.file = file;
        this.bytes = bytes;
        this.memory = COST + key.weight() + head.weight();
        this.unwritten = unwritten;
    }

    /** One that is to be written. */
    static DiskEntry toWrite(CacheKey key, Kept kept, Path file) {
        return new DiskEntry(key, slim(kept.head()), file, kept.weight() + OVERHEAD, kept);
    }

    /** One that was found. */
    static DiskEntry found(CacheKey key, KeptHead head, Path file, long size) {
        return new DiskEntry(key, slim(head), file, size + OVERHEAD, null);
    }

    /** Only what tells whom it is for takes memory. */
    private static KeptHead slim(KeptHead head) {
        return new KeptHead(
                head.status(),
                List.of(),
                head.terms(),
                head.vary(),
                head.audience(),
                head.initialAge(),
                head.asked(),
                head.answered());
    }

    CacheKey key() {
        return key;
    }

    /** Without fields. */
    KeptHead head() {
        return head;
    }

    Path file() {
        return file;
    }

    /** Bytes that it is counted with on disk. */
    long bytes() {
        return bytes;
    }

    /** Bytes that knowing it takes in memory, about. */
    long memory() {
        return memory;
    }

    /** Whether it came before another one that it is to make room for. */
    boolean isOlder(DiskEntry than) {
        return head.answered() < than.head.answered();
    }

    /** The answer while it waits to be written; null afterwards. Under the shelf's lock. */
    @Nullable Kept unwritten() {
        return unwritten;
    }

    /** It is in its file. */
    void written() {
        unwritten = null;
    }
}
