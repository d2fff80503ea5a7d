package dev.stead.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.stead.base.NativeFunction;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Starts a child in a session of its own (posix_spawn(3)): signals as a new program expects them,
 * standard input empty, output appended to a file, no other descriptor. Unlike {@link
 * ProcessBuilder} it costs no thread for each child, and leaves the exit status for {@link
 * Libc#reap}. Thread-safe.
 */
final class Spawn {
    private static final int SET_SIGNALS_DEFAULT = 4;
    private static final int SET_SIGNAL_MASK = 8;
    private static final int SET_SESSION = 128;
    private static final int READ = 0;
    private static final int APPEND = 1 | 02000; // O_WRONLY, O_APPEND

    // Larger than the C library's structures, which are 80, 336 and 128 bytes.
    private static final long ROOM = 512;

    private final NativeFunction spawn = function("posix_spawn", 6);
    private final NativeFunction actionsInit = function("posix_spawn_file_actions_init", 1);
    private final NativeFunction actionsDestroy = function("posix_spawn_file_actions_destroy", 1);
    private final NativeFunction open =
            new NativeFunction(
                    "posix_spawn_file_actions_addopen",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private final NativeFunction duplicate =
            new NativeFunction(
                    "posix_spawn_file_actions_adddup2",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private final NativeFunction closeFrom =
            new NativeFunction(
                    "posix_spawn_file_actions_addclosefrom_np",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private final NativeFunction attributesInit = function("posix_spawnattr_init", 1);
    private final NativeFunction attributesDestroy = function("posix_spawnattr_destroy", 1);
    private final NativeFunction flags =
            new NativeFunction(
                    "posix_spawnattr_setflags",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT));
    private final NativeFunction signalsDefault = function("posix_spawnattr_setsigdefault", 2);
    private final NativeFunction signalMask = function("posix_spawnattr_setsigmask", 2);
    private final NativeFunction signalsAll = function("sigfillset", 1);
    private final NativeFunction signalsNone = function("sigemptyset", 1);

    /**
     * @return the pid, or a negated errno
     */
    long start(Path program, List<String> words, Map<String, String> env, Path output) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(ROOM, 16);
            MemorySegment attributes = arena.allocate(ROOM, 16);
            actionsInit.call(actions);
            attributesInit.call(attributes);
            try {
                describe(arena, actions, attributes, output);
                List<String> settings = new ArrayList<>();
                env.forEach((name, value) -> settings.add(name + "=" + value));
                MemorySegment pid = arena.allocate(JAVA_INT);
                long error =
                        spawn.call(
                                pid,
                                arena.allocateFrom(program.toString()),
                                actions,
                                attributes,
                                strings(arena, words),
                                strings(arena, settings));
                return error == 0 ? pid.get(JAVA_INT, 0) : -Math.abs(error);
            } finally {
                actionsDestroy.call(actions);
                attributesDestroy.call(attributes);
            }
        }
    }

    private void describe(
            Arena arena, MemorySegment actions, MemorySegment attributes, Path output) {
        open.call(actions, 0, arena.allocateFrom("/dev/null"), READ, 0);
        open.call(actions, 1, arena.allocateFrom(output.toString()), APPEND, 0);
        duplicate.call(actions, 1, 2);
        closeFrom.call(actions, 3);
        MemorySegment all = arena.allocate(ROOM, 16);
        MemorySegment none = arena.allocate(ROOM, 16);
        signalsAll.call(all);
        signalsNone.call(none);
        signalsDefault.call(attributes, all);
        signalMask.call(attributes, none);
        flags.call(attributes, (short) (SET_SIGNALS_DEFAULT | SET_SIGNAL_MASK | SET_SESSION));
    }

    private static MemorySegment strings(Arena arena, List<String> strings) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
        }
        array.setAtIndex(ADDRESS, strings.size(), MemorySegment.NULL);
        return array;
    }

    private static NativeFunction function(String name, int pointers) {
        MemoryLayout[] parameters = new MemoryLayout[pointers];
        Arrays.fill(parameters, ADDRESS);
        return new NativeFunction(name, FunctionDescriptor.of(JAVA_INT, parameters));
    }
}
