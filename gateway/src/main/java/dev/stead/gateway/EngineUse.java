package dev.stead.gateway;

import dev.stead.api.Activity;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is counted of one engine, and who waits for it: other engines of the component are other
 * people's, so that nobody waits behind those who ask too much of another one. Written by event
 * loops, read by any thread, which sees each figure as it was a moment ago.
 */
final class EngineUse {
    private final RequestQueue queue;
    private final AtomicLong worked;
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    /**
     * Of an engine that is heard of now.
     *
     * @param now of {@link System#nanoTime}
     */
    EngineUse(RequestQueue queue, long now) {
        this.queue = queue;
        this.worked = new AtomicLong(now);
    }

    RequestQueue queue() {
        return queue;
    }

    /**
     * Somebody works with it.
     *
     * @param now of {@link System#nanoTime}; by the time of a loop's last tick is good enough, and
     *     is written once in a tick
     */
    void worked(long now) {
        if (now - worked.getOpaque() > 0) {
            worked.setOpaque(now);
        }
    }

    void received(int bytes) {
        received.add(bytes);
    }

    void sent(int bytes) {
        sent.add(bytes);
    }

    /**
     * What was counted.
     *
     * @param now of {@link System#nanoTime}
     */
    Activity activity(int connections, long now) {
        long since = Math.max(0, now - worked.getOpaque());
        return new Activity(connections, Duration.ofNanos(since), received.sum(), sent.sum());
    }
}
