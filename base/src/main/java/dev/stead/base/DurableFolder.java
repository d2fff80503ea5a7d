package dev.stead.base;

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
import java.nio.file.Path;

/**
 * Makes folders of many files survive a power cut, by syncfs(2): one call for all of them, where
 * fsync(2) would be one for each. Flags from asm-generic/fcntl.h.
 */
public final class DurableFolder {
    private static final int O_CLOEXEC = 02000000;
    private static final int O_DIRECTORY = 0200000;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            function(
                    "open",
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle SYNCFS = function("syncfs", ofDescriptor());
    private static final MethodHandle CLOSE = function("close", ofDescriptor());

    private DurableFolder() {}

    /**
     * Writes everything out that is below a folder, and what else waits on its file system: names,
     * contents and rights. To be called before the folder is renamed to where it counts.
     *
     * @throws IOException when it is not known to be on the disk
     */
    public static void sync(Path folder) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int descriptor =
                    (int)
                            OPEN.invokeExact(
                                    state,
                                    arena.allocateFrom(folder.toString()),
                                    O_DIRECTORY | O_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException(folder + " cannot be opened: errno " + errno(state));
            }
            int result = (int) SYNCFS.invokeExact(state, descriptor);
            int errno = errno(state);
            int ignored = (int) CLOSE.invokeExact(state, descriptor);
            if (result != 0) {
                throw new IOException(folder + " cannot be written to the disk: errno " + errno);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO.get(state, 0L);
    }

    private static FunctionDescriptor ofDescriptor() {
        return FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    }

    private static MethodHandle function(
            String name, FunctionDescriptor shape, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
    }
}
