package dev.stead.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.stead.base.NativeFunction;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A user of this machine.
 *
 * @param uid user number
 * @param gid number of its primary group
 */
record Account(int uid, int gid) {
    private static final long BUFFER = 64 * 1024;

    // struct passwd: two pointers, then pw_uid and pw_gid.
    private static final long UID = 16;
    private static final long GID = 20;

    /** Looks a user up wherever this machine keeps its users (getpwnam(3)). */
    static Optional<Account> named(String name) {
        NativeFunction lookup =
                new NativeFunction(
                        "getpwnam_r",
                        FunctionDescriptor.of(
                                JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment entry = arena.allocate(64, 8);
            MemorySegment result = arena.allocate(ADDRESS);
            lookup.call(arena.allocateFrom(name), entry, arena.allocate(BUFFER), BUFFER, result);
            return result.get(ADDRESS, 0).equals(MemorySegment.NULL)
                    ? Optional.empty()
                    : Optional.of(new Account(entry.get(JAVA_INT, UID), entry.get(JAVA_INT, GID)));
        }
    }
}
