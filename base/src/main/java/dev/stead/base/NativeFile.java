package dev.stead.base;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * An open file or folder, for what Java's channels cannot do with one. For one thread. Numbers from
 * asm-generic/fcntl.h and errno.h of 64-bit Linux.
 */
public final class NativeFile implements AutoCloseable {
    /** No such call here. */
    public static final int ENOSYS = 38;

    /** Not on this file system. */
    public static final int EOPNOTSUPP = 95;

    private static final int O_RDWR = 02;
    private static final int O_DIRECTORY = 0200000;
    private static final int O_NOFOLLOW = 0400000;
    private static final int O_CLOEXEC = 02000000;
    private static final int ENOENT = 2;

    private static final NativeFunction OPEN =
            new NativeFunction(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final NativeFunction CLOSE =
            new NativeFunction("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final NativeFunction SYNCFS =
            new NativeFunction("syncfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final NativeFunction LSEEK =
            new NativeFunction(
                    "lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
    private static final NativeFunction FALLOCATE =
            new NativeFunction(
                    "fallocate",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));

    private final int descriptor;

    private NativeFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens a file to read and write; a link is not followed.
     *
     * @throws NoSuchFileException when there is none
     */
    public static NativeFile open(Path file) throws IOException {
        return open(file, O_RDWR | O_NOFOLLOW);
    }

    /** Opens a folder. */
    public static NativeFile openFolder(Path folder) throws IOException {
        return open(folder, O_DIRECTORY);
    }

    private static NativeFile open(Path path, int flags) throws IOException {
        long result;
        try (Arena arena = Arena.ofConfined()) {
            result = OPEN.call(arena.allocateFrom(path.toString()), flags | O_CLOEXEC);
        }
        if (result == -ENOENT) {
            throw new NoSuchFileException(path.toString());
        }
        if (result < 0) {
            throw new IOException(path + " cannot be opened: errno " + -result);
        }
        return new NativeFile((int) result);
    }

    /**
     * Changes where the first bytes of the file are, by fallocate(2).
     *
     * @param mode of that call; 0 gives them space
     * @return 0, or a negative errno
     */
    public long allocate(int mode, long length) {
        return FALLOCATE.call(descriptor, mode, 0L, length);
    }

    /**
     * Moves, by lseek(2).
     *
     * @return where it is then, or a negative errno
     */
    public long seek(long offset, int whence) {
        return LSEEK.call(descriptor, offset, whence);
    }

    /**
     * Writes out all that waits on its file system, by syncfs(2); blocks until that is done.
     *
     * @return 0, or a negative errno
     */
    public long syncFileSystem() {
        return SYNCFS.call(descriptor);
    }

    @Override
    public void close() {
        CLOSE.call(descriptor);
    }
}
