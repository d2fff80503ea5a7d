package dev.stead.driver;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.stead.base.NativeFunction;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;

/** Waits for many descriptors in one thread, each reported once. Adding is thread-safe. */
final class Epoll implements AutoCloseable {
    private static final int CLOEXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int IN = 1;
    private static final int EVENTS = 64;

    // struct epoll_event is packed on x86-64 alone.
    private static final long SIZE = System.getProperty("os.arch").equals("amd64") ? 12 : 16;
    private static final long DATA = SIZE - 8;

    private final NativeFunction create =
            new NativeFunction("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final NativeFunction control =
            new NativeFunction(
                    "epoll_ctl",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private final NativeFunction wait =
            new NativeFunction(
                    "epoll_wait",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private final NativeFunction eventfd =
            new NativeFunction("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private final NativeFunction eventfdWrite =
            new NativeFunction(
                    "eventfd_write", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
    private final Libc libc;
    private final int epoll;
    private final int wake;

    Epoll(Libc libc) {
        this.libc = libc;
        epoll = opened(create.call(CLOEXEC), "epoll_create1");
        wake = opened(eventfd.call(0, CLOEXEC), "eventfd");
        add(wake);
    }

    void add(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(16, 8);
            event.set(JAVA_INT, 0, IN);
            event.set(JAVA_INT_UNALIGNED, DATA, descriptor);
            opened(control.call(epoll, ADD, descriptor, event), "epoll_ctl");
        }
    }

    /** Waits for readable descriptors and forgets them; empty after {@link #wake}. */
    int[] await() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(SIZE * EVENTS, 8);
            long count = wait.call(epoll, events, EVENTS, -1);
            while (count < 0) {
                count = wait.call(epoll, events, EVENTS, -1);
            }
            int[] ready = new int[(int) count];
            for (int i = 0; i < ready.length; i++) {
                ready[i] = events.get(JAVA_INT_UNALIGNED, SIZE * i + DATA);
                if (ready[i] == wake) {
                    return new int[0];
                }
            }
            for (int descriptor : ready) {
                control.call(epoll, DELETE, descriptor, events);
            }
            return ready;
        }
    }

    /** Ends the waiting, now and from now on. */
    void wake() {
        eventfdWrite.call(wake, 1L);
    }

    @Override
    public void close() {
        libc.close(wake);
        libc.close(epoll);
    }

    private static int opened(long result, String call) {
        if (result < 0) {
            throw new IllegalStateException(call + " failed with errno " + -result);
        }
        return (int) result;
    }
}
