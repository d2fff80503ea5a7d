package dev.stead.gateway;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Knows whether memory for buffers, or descriptors, are about to run out. A thread of its own looks
 * four times a second, since counting descriptors takes milliseconds; whoever asks waits for
 * nothing.
 */
final class Pressure implements AutoCloseable {
    private static final long PACE = TimeUnit.MILLISECONDS.toNanos(250);

    private final LongSupplier used;
    private final BooleanSupplier descriptorsShort;
    private final Thread thread;
    private volatile long memory = share();
    private volatile boolean tight;
    private volatile boolean few;
    private volatile boolean closed;

    /** Will look at this process. */
    Pressure() {
        this(Pressure::buffers, Descriptors::areShort);
    }

    /**
     * Will look at figures that are given.
     *
     * @param used bytes of buffers
     */
    Pressure(LongSupplier used, BooleanSupplier descriptorsShort) {
        this.used = used;
        this.descriptorsShort = descriptorsShort;
        this.thread = Thread.ofPlatform().daemon().name("gateway-pressure").unstarted(this::run);
    }

    /** Three quarters of what buffers could have at most: the rest is for what is under way. */
    private static long share() {
        return PlatformDependent.maxDirectMemory() / 4 * 3;
    }

    /** Bytes that Netty's allocator holds, used or not. */
    static long buffers() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider allocator
                ? allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory()
                : 0;
    }

    /**
     * Goes on with another limit.
     *
     * @param bytes empty for a share of what there is
     */
    void limit(OptionalLong bytes) {
        memory = bytes.orElseGet(Pressure::share);
        look();
    }

    /** Bytes of buffers above which nothing new is taken. */
    long limit() {
        return memory;
    }

    /** Whether buffers take more than they may. */
    boolean isMemoryTight() {
        return tight;
    }

    /** Whether hardly any descriptors are left. */
    boolean areDescriptorsFew() {
        return few;
    }

    /** Begins to look. */
    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            look();
            LockSupport.parkNanos(this, PACE);
        }
    }

    private void look() {
        tight = used.getAsLong() > memory;
        few = descriptorsShort.getAsBoolean();
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
