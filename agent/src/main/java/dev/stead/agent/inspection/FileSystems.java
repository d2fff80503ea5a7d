package dev.stead.agent.inspection;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.stead.api.HostFacts.Space;
import dev.stead.base.NativeFunction;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file system has left, by statvfs(3). Java's own FileStore knows nothing of inodes. The
 * layout is that of the GNU C library on 64-bit machines.
 */
final class FileSystems {
    private static final int SIZE = 128;
    private static final int FRAGMENT = 8;
    private static final int BLOCKS = 16;
    private static final int AVAILABLE = 32;
    private static final int FILES = 40;
    private static final int FREE_FILES = 56;

    private final NativeFunction statvfs =
            new NativeFunction("statvfs", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

    Optional<Space> space(Path folder) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = arena.allocate(SIZE, Long.BYTES);
            if (statvfs.call(arena.allocateFrom(folder.toString()), result) != 0) {
                return Optional.empty();
            }
            long unit = result.get(JAVA_LONG, FRAGMENT);
            return Optional.of(
                    new Space(
                            unit * result.get(JAVA_LONG, BLOCKS),
                            unit * result.get(JAVA_LONG, AVAILABLE),
                            result.get(JAVA_LONG, FILES),
                            result.get(JAVA_LONG, FREE_FILES)));
        }
    }
}
