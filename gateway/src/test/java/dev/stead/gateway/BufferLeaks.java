package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Hears of every buffer that nobody released, from when it is made until it is closed. */
final class BufferLeaks implements AutoCloseable {
    private final Queue<String> found = new ConcurrentLinkedQueue<>();

    BufferLeaks() {
        ByteBufUtil.setLeakListener(
                new ResourceLeakDetector.LeakListener() {
                    @Override
                    public void onLeak(String type, String records) {
                        found.add(type + records);
                    }
                });
    }

    /** Fails when there was one; to be called once nothing is under way. */
    @Override
    public void close() {
        for (int i = 0; i < 5; i++) {
            System.gc();
            // Leaks are reported when the next buffers are taken.
            for (int j = 0; j < 100; j++) {
                PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
            }
        }
        ByteBufUtil.setLeakListener(null);
        assertThat(found).isEmpty();
    }
}
