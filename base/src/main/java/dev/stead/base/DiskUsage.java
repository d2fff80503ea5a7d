package dev.stead.base;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * How full a file system is, for those who are not root: what it holds back for root is not free.
 *
 * @param size in bytes
 * @param free bytes
 * @param files that there may be, as inodes; 0 where the file system has no bound of them
 * @param freeFiles inodes that are left
 */
public record DiskUsage(long size, long free, long files, long freeFiles) {
    /** More than any struct statvfs of 64-bit Linux takes. */
    private static final int STRUCT = 256;

    // The second and following words of struct statvfs(3): frsize, blocks, bfree, bavail, files,
    // ffree, favail.
    private static final int BLOCK_SIZE = 1;
    private static final int BLOCKS = 2;
    private static final int AVAILABLE_BLOCKS = 4;
    private static final int FILES = 5;
    private static final int AVAILABLE_FILES = 7;

    private static final NativeFunction STATVFS =
            new NativeFunction("statvfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    /**
     * Asks the file system that a path is on, by one statvfs(3).
     *
     * @throws IOException when there is no such path, or it cannot be asked
     */
    public static DiskUsage of(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(STRUCT, Long.BYTES);
            long result = STATVFS.call(arena.allocateFrom(path.toString()), words);
            if (result != 0) {
                throw new IOException(path + " cannot be measured: errno " + -result);
            }
            long block = word(words, BLOCK_SIZE);
            return new DiskUsage(
                    word(words, BLOCKS) * block,
                    word(words, AVAILABLE_BLOCKS) * block,
                    word(words, FILES),
                    word(words, AVAILABLE_FILES));
        }
    }

    private static long word(MemorySegment words, int index) {
        return words.getAtIndex(JAVA_LONG, index);
    }
}
