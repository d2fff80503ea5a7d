package dev.stead.gateway;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file's content in one coding: what a tag names and ranges count in. Its bytes may be kept in
 * memory. Thread-safe.
 */
final class Form {
    private final Path path;
    private final long size;
    private final Optional<Coding> coding;
    private final String etag;
    private volatile @Nullable ByteBuf bytes;
    private volatile boolean used;
    private volatile long warmUntil;

    /**
     * One form.
     *
     * @param etag strong (RFC 9110, 8.8.3), with its quotes
     */
    Form(Path path, long size, Optional<Coding> coding, String etag) {
        this.path = path;
        this.size = size;
        this.coding = coding;
        this.etag = etag;
        this.warmUntil = Long.MIN_VALUE;
    }

    /** The file as it is; its tag is that of the file. */
    static Form plain(Path path, long size, String etag) {
        return new Form(path, size, Optional.empty(), '"' + etag + '"');
    }

    /** The same content packed, in a file of its own. */
    static Form packed(Path path, long size, Coding coding, String etag) {
        return new Form(path, size, Optional.of(coding), packedTag('"' + etag + '"', coding));
    }

    /** The tag of another form of what has this tag. */
    static String packedTag(String quoted, Coding coding) {
        return quoted.substring(0, quoted.length() - 1) + '-' + coding.extension() + '"';
    }

    Path path() {
        return path;
    }

    long size() {
        return size;
    }

    Optional<Coding> coding() {
        return coding;
    }

    String etag() {
        return etag;
    }

    /** A view of its bytes that need not be released, or null when they are not in memory. */
    @Nullable ByteBuf inMemory() {
        ByteBuf kept = bytes;
        if (kept == null) {
            return null;
        }
        used = true;
        return kept.duplicate();
    }

    /** Keeps its bytes. */
    void keep(ByteBuf unreleasable) {
        bytes = unreleasable;
        used = true;
    }

    void forget() {
        bytes = null;
    }

    /** Whether it was asked for since the last time that this was. */
    boolean wasUsed() {
        boolean before = used;
        used = false;
        return before;
    }

    /** Whether the system has it in memory by all appearances, so that reading it is quick. */
    boolean isWarm(long now) {
        return warmUntil != Long.MIN_VALUE && now - warmUntil < 0;
    }

    void setWarmUntil(long time) {
        warmUntil = time;
    }
}
