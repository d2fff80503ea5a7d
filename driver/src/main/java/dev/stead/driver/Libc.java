package dev.stead.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.stead.base.NativeFunction;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/**
 * The few calls of Linux that Java has no word for. Negative results are negated errnos. The
 * numbers of pidfd_open and pidfd_send_signal are the same on every architecture. Thread-safe.
 */
final class Libc {
    static final int ESRCH = 3;
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long PIDFD_OPEN = 434;
    private static final int WNOHANG = 1;
    private static final int CLOCK_TICKS = 2;
    private static final int PAGE_SIZE = 30;
    private static final short POLLIN = 1;

    private final NativeFunction syscall =
            new NativeFunction(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));
    private final NativeFunction close =
            new NativeFunction("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final NativeFunction geteuid =
            new NativeFunction("geteuid", FunctionDescriptor.of(JAVA_INT));
    private final NativeFunction sysconf =
            new NativeFunction("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
    private final NativeFunction poll =
            new NativeFunction(
                    "poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private final NativeFunction waitpid =
            new NativeFunction(
                    "waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

    /** A descriptor that stands for this process as long as it is open, or a negated errno. */
    int pidfdOpen(long pid) {
        return (int) syscall.call(PIDFD_OPEN, pid, 0L, 0L, 0L);
    }

    /** 0, or a negated errno. */
    int pidfdSendSignal(int pidfd, int signal) {
        return (int) syscall.call(PIDFD_SEND_SIGNAL, (long) pidfd, (long) signal, 0L, 0L);
    }

    void close(int descriptor) {
        close.call(descriptor);
    }

    /** The user number that this process acts as. */
    int uid() {
        return (int) geteuid.call();
    }

    long ticksPerSecond() {
        return sysconf.call(CLOCK_TICKS);
    }

    long pageSize() {
        return sysconf.call(PAGE_SIZE);
    }

    /** Waits for these descriptors, one after the other, until all are readable or time is over. */
    void pollEach(int[] descriptors, int milliseconds) {
        long deadline = System.nanoTime() + milliseconds * 1_000_000L;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(8, 8);
            for (int descriptor : descriptors) {
                polled.set(JAVA_INT, 0, descriptor);
                polled.set(JAVA_SHORT, 4, POLLIN);
                long remaining = (deadline - System.nanoTime()) / 1_000_000;
                poll.call(polled, 1L, (int) Math.max(0, remaining));
            }
        }
    }

    /**
     * Takes the exit status of a child of this process that has ended.
     *
     * @return exit status or 128 + signal; empty when it is no child or has not ended
     */
    OptionalInt reap(long pid) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            if (waitpid.call((int) pid, status, WNOHANG) != pid) {
                return OptionalInt.empty();
            }
            int bits = status.get(JAVA_INT, 0);
            int signal = bits & 0x7f;
            return OptionalInt.of(signal == 0 ? bits >> 8 & 0xff : 128 + signal);
        }
    }
}
