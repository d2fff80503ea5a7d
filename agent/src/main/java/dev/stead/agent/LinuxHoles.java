package dev.stead.agent;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Holes by fallocate(2) and lseek(2); numbers from linux/falloc.h, asm-generic/fcntl.h, errno.h.
 */
final class LinuxHoles implements Holes {
    private static final int KEEP_SIZE = 0x01;
    private static final int PUNCH_HOLE = 0x02;
    private static final int COLLAPSE_RANGE = 0x08;
    private static final int SEEK_END = 2;
    private static final int SEEK_DATA = 3;
    private static final int O_RDWR = 02;
    private static final int O_NOFOLLOW = 0400000;
    private static final int O_CLOEXEC = 02000000;
    private static final int ENOENT = 2;
    private static final int ENXIO = 6;
    private static final int EINVAL = 22;
    private static final int ENOSYS = 38;
    private static final int EOPNOTSUPP = 95;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            variadicOpen(
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE =
            function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle FALLOCATE =
            function(
                    "fallocate",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG));
    private static final MethodHandle LSEEK =
            function(
                    "lseek",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_INT));

    @Override
    public boolean punch(Path file, long end) throws IOException {
        return allocate(file, PUNCH_HOLE | KEEP_SIZE, end);
    }

    @Override
    public boolean collapse(Path file, long end) throws IOException {
        return allocate(file, COLLAPSE_RANGE, end);
    }

    @Override
    public long dataStart(Path file) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor = open(arena, state, file);
            try {
                long start = (long) LSEEK.invokeExact(state, descriptor, 0L, SEEK_DATA);
                if (start < 0 && errno(state) == ENXIO) {
                    start = (long) LSEEK.invokeExact(state, descriptor, 0L, SEEK_END);
                }
                return Math.max(0, start);
            } finally {
                close(state, descriptor);
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static boolean allocate(Path file, int mode, long length) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor = open(arena, state, file);
            try {
                int result = (int) FALLOCATE.invokeExact(state, descriptor, mode, 0L, length);
                if (result == 0) {
                    return true;
                }
                int errno = errno(state);
                if (errno == EOPNOTSUPP || errno == ENOSYS || errno == EINVAL) {
                    return false;
                }
                throw new IOException(file + " cannot be shortened: errno " + errno);
            } finally {
                close(state, descriptor);
            }
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    private static int open(Arena arena, MemorySegment state, Path file) throws Throwable {
        int descriptor =
                (int)
                        OPEN.invokeExact(
                                state,
                                arena.allocateFrom(file.toString()),
                                O_RDWR | O_NOFOLLOW | O_CLOEXEC);
        if (descriptor < 0 && errno(state) == ENOENT) {
            throw new NoSuchFileException(file.toString());
        }
        if (descriptor < 0) {
            throw new IOException(file + " cannot be opened: errno " + errno(state));
        }
        return descriptor;
    }

    private static void close(MemorySegment state, int descriptor) throws Throwable {
        int ignored = (int) CLOSE.invokeExact(state, descriptor);
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static IOException rethrown(Throwable failure) {
        return switch (failure) {
            case IOException io -> io;
            case Error error -> throw error;
            case RuntimeException bug -> throw bug;
            default -> throw new IllegalStateException(failure);
        };
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                descriptor,
                Linker.Option.captureCallState("errno"));
    }

    private static MethodHandle variadicOpen(FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow("open"),
                descriptor,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(2));
    }
}
