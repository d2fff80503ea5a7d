package dev.stead.base;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Path;

/**
 * Makes folders of many files survive a power cut, by syncfs(2): one call for all of them, where
 * fsync(2) would be one for each. Flags from asm-generic/fcntl.h.
 */
public final class DurableFolder {
    private static final int O_CLOEXEC = 02000000;
    private static final int O_DIRECTORY = 0200000;

    private static final NativeFunction OPEN =
            new NativeFunction(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final NativeFunction SYNCFS = ofDescriptor("syncfs");
    private static final NativeFunction CLOSE = ofDescriptor("close");

    private DurableFolder() {}

    private static NativeFunction ofDescriptor(String name) {
        return new NativeFunction(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    /**
     * Writes everything out that is below a folder, and what else waits on its file system: names,
     * contents and rights. To be called before the folder is renamed to where it counts.
     *
     * @throws IOException when it is not known to be on the disk
     */
    public static void sync(Path folder) throws IOException {
        int descriptor;
        try (Arena arena = Arena.ofConfined()) {
            descriptor =
                    (int) OPEN.call(arena.allocateFrom(folder.toString()), O_DIRECTORY | O_CLOEXEC);
        }
        if (descriptor < 0) {
            throw new IOException(folder + " cannot be opened: errno " + -descriptor);
        }
        long result = SYNCFS.call(descriptor);
        CLOSE.call(descriptor);
        if (result != 0) {
            throw new IOException(folder + " cannot be written to the disk: errno " + -result);
        }
    }
}
