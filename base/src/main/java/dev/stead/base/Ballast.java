package dev.stead.base;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A reserve in form of a file that takes space and holds nothing, beside what it is for. It is
 * given up slice by slice: whoever fills the disk may take the rest of a slice, and there is
 * another one for the next write. Thread-safe.
 */
public final class Ballast implements Reserve {
    /** With less than this free, a small file or a transaction may not fit. */
    static final long SLACK = 128 << 10;

    /** What is given up at once, bytes. */
    static final long SLICE = 256 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Ballast.class);
    private static final long MOST = 16 << 20;
    private static final int PART = 64;
    private static final int CHUNK = 64 << 10;

    private final Path file;

    /** Held in this file, whose folder is there when it is first used. Makes nothing yet. */
    public Ballast(Path file) {
        this.file = file;
    }

    /** Bytes that are held back now. */
    public long held() {
        try {
            return isOurs() ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Bytes to hold back on a disk of this size: a 64th of it, 16 MiB at most. */
    static long wanted(long size) {
        return Math.min(MOST, size / PART) / CHUNK * CHUNK;
    }

    @Override
    public synchronized void makeRoom() {
        try {
            if (DiskUsage.of(folder()).free() < SLACK) {
                giveUpASlice();
            }
        } catch (IOException e) {
            LOG.debug("no reserve: {}", e.toString());
        }
    }

    private void giveUpASlice() throws IOException {
        long held = held();
        if (held <= 0) {
            return;
        }
        long left = Math.max(0, held - SLICE);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.truncate(left);
        }
        LOG.warn("the disk of {} is full; of the reserve {} are left", file, new ByteCount(left));
    }

    /**
     * Holds back as much as it should again. To be called only while there is plenty.
     *
     * @throws IOException when that cannot be had; then less is held back
     */
    public synchronized void fill() throws IOException {
        long wanted = wanted(DiskUsage.of(folder()).size());
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOurs()) {
            throw new IOException(file + " is not what Stead made it");
        }
        if (held() >= wanted) {
            return;
        }
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            if (!allocate(file, wanted)) {
                write(channel, wanted);
            }
        }
    }

    /** Where space cannot be allocated without being written. */
    private static void write(FileChannel channel, long wanted) throws IOException {
        for (long at = channel.size(); at < wanted; at += CHUNK) {
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK);
            while (zeros.hasRemaining()) {
                channel.write(zeros, at + zeros.position());
            }
        }
    }

    private boolean isOurs() {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    private Path folder() {
        return file.resolveSibling("").toAbsolutePath();
    }

    /** Gives a file space without writing it; false where this file system cannot. */
    private static boolean allocate(Path file, long length) throws IOException {
        try (NativeFile opened = NativeFile.open(file)) {
            long result = opened.allocate(0, length);
            if (result == -NativeFile.EOPNOTSUPP || result == -NativeFile.ENOSYS) {
                return false;
            }
            if (result != 0) {
                throw new IOException(file + " cannot be allocated: errno " + -result);
            }
            return true;
        }
    }
}
