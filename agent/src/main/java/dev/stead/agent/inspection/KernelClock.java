package dev.stead.agent.inspection;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.stead.base.NativeFunction;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Whether somebody keeps the machine's clock right: adjtimex(2), which changes nothing when its
 * modes are 0. Layout and numbers from linux/timex.h on 64-bit machines.
 */
final class KernelClock {
    private static final int SIZE = 256;
    private static final int STATUS = 40;
    private static final int UNSYNCHRONISED = 0x40;
    private static final int TIME_ERROR = 5;

    private final NativeFunction adjtimex =
            new NativeFunction("adjtimex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    /** Empty when the kernel does not tell this process. */
    Optional<Boolean> synchronised() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(SIZE, Long.BYTES);
            long result = adjtimex.call(state);
            return result < 0
                    ? Optional.empty()
                    : Optional.of(
                            result != TIME_ERROR
                                    && (state.get(JAVA_INT, STATUS) & UNSYNCHRONISED) == 0);
        }
    }
}
