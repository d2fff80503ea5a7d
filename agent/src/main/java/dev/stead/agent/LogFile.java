package dev.stead.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What one instance wrote. Its process appends to the file by itself, so that no line passes
 * through Stead; when it grows beyond its limit its head is freed while the process goes on
 * writing.
 *
 * <p>Positions count every byte that was ever in the file since this object was made, so that they
 * stay right when the head goes. Thread-safe.
 */
final class LogFile {
    private static final byte[] NEW_LINE = {'\n'};

    private final Path path;
    private final Holes holes;
    private final long limit;

    /** Where data begins in the file; negative when not yet known. */
    private long start = -1;

    /** How many bytes were removed before the first byte of the file. */
    private long removed;

    /** Whether the first byte may be in the middle of a line. */
    private boolean beginsInLine;

    /**
     * @param limit bytes that are kept at most, save what is written between two calls of {@link
     *     #bound}
     */
    LogFile(Path path, Holes holes, long limit) {
        this.path = path;
        this.holes = holes;
        this.limit = limit;
    }

    Path path() {
        return path;
    }

    /**
     * Before a start, while nothing writes: the file exists, readable by Stead alone, and is not
     * longer than what is in it.
     */
    synchronized void prepare() throws IOException {
        if (!Files.exists(path)) {
            Files.createFile(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        long head = start();
        if (head > 0 && head < size() && holes.collapse(path, head)) {
            removed += head;
            start = 0;
        }
    }

    /** Appends a line of Stead's own, on a line of its own. */
    synchronized void mark(String text) throws IOException {
        byte[] line = ("-- " + text + " --\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = channel.size();
            if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
                append(NEW_LINE);
            }
        }
        append(line);
    }

    /** Frees the head when more than the limit is there. */
    void bound() throws IOException {
        bound(limit);
    }

    /**
     * Frees the head when more than this is there, so that three quarters of it are left.
     *
     * @return bytes that were freed
     */
    synchronized long bound(long most) throws IOException {
        long size = size();
        long first = start();
        if (size - first <= most) {
            return 0;
        }
        long keep = most * 3 / 4;
        long head = (size - keep) / Holes.BLOCK * Holes.BLOCK;
        if (head > 0 && holes.punch(path, head)) {
            start = head;
            beginsInLine = true;
            return head - first;
        }
        truncate();
        return size - first;
    }

    /** The position behind the last byte. */
    synchronized long end() throws IOException {
        return removed + size();
    }

    /** The position of the first byte that is still there. */
    synchronized long beginning() throws IOException {
        return removed + Math.min(start(), size());
    }

    /** Whether what is at the beginning may be the rest of a line. */
    synchronized boolean beginsInLine() {
        return beginsInLine;
    }

    /**
     * Reads at a position.
     *
     * @return how many bytes; 0 at the end
     */
    synchronized int read(long position, byte[] into, int atMost) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return Math.max(0, channel.read(ByteBuffer.wrap(into, 0, atMost), position - removed));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void truncate() throws IOException {
        long dropped;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            dropped = channel.size();
            channel.truncate(0);
        }
        removed += dropped;
        start = 0;
        beginsInLine = false;
        mark(dropped + " bytes were dropped, this file system cannot free the oldest alone");
    }

    private long start() throws IOException {
        if (start < 0) {
            start = Files.exists(path) ? holes.dataStart(path) : 0;
            beginsInLine = start > 0;
        }
        return start;
    }

    private long size() throws IOException {
        try {
            return Files.size(path);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(path, bytes, StandardOpenOption.APPEND);
    }
}
