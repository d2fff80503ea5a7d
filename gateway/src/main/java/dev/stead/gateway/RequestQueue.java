package dev.stead.gateway;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * The requests of one component that wait because each of its instances has as much as it may; in
 * order across event loops. Whoever makes room lets the first one in and only then tells it, so
 * that no later request slips in between. While nobody waits, no lock is taken. Thread-safe.
 */
final class RequestQueue {
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Waiter, Long> waiting = new LinkedHashMap<>();
    private final Pace pace = new Pace();
    private volatile int length;
    private volatile long lookedAt;

    /**
     * An empty queue.
     *
     * @param nanoTime {@link System#nanoTime} or what stands for it
     */
    RequestQueue(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lookedAt = nanoTime.getAsLong();
    }

    /** A request that waits. */
    interface Waiter {
        /** What became of an attempt to let it in. */
        enum Attempt {
            /** It has entered an instance. */
            IN,
            /** There is no room, for others neither. */
            NO_ROOM,
            /** There is none where it may go; others may have more luck. */
            NOT_FOR_THIS
        }

        /** Enters an instance if one has room. On any thread, only while it waits, never twice. */
        Attempt tryToEnter();

        /** It has entered and left the queue. Must not block. */
        void admitted();
    }

    /** How many wait. */
    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Joins the end of the queue; false when it is full. */
    boolean join(Waiter waiter, int most) {
        lock.lock();
        try {
            if (waiting.size() >= most) {
                return false;
            }
            waiting.put(waiter, nanoTime.getAsLong());
            length = waiting.size();
            // Room may have been made before the one who made it could see that somebody waits.
            admit();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits no longer; false when it was not waiting any more. */
    boolean quit(Waiter waiter) {
        lock.lock();
        try {
            boolean waited = waiting.remove(waiter) != null;
            length = waiting.size();
            return waited;
        } finally {
            lock.unlock();
        }
    }

    /** There may be room now. */
    void roomMade() {
        if (length == 0) {
            return;
        }
        lock.lock();
        try {
            admit();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Likewise for those that wait, each of which may ask in each tick of its loop: once is enough.
     *
     * @param tick when it is, by the loop's time, which is the same for all that ask in one tick
     */
    void lookAround(long tick) {
        if (tick - lookedAt > 0) {
            lookedAt = tick;
            roomMade();
        }
    }

    private void admit() {
        Iterator<Map.Entry<Waiter, Long>> all = waiting.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<Waiter, Long> next = all.next();
            switch (next.getKey().tryToEnter()) {
                case IN -> {
                    long now = nanoTime.getAsLong();
                    pace.left(now - next.getValue(), now);
                    all.remove();
                    length = waiting.size();
                    next.getKey().admitted();
                }
                case NOT_FOR_THIS -> {}
                case NO_ROOM -> {
                    return;
                }
            }
        }
    }

    /** When one that comes now may find room, seconds. */
    int retryAfter(Duration atMost) {
        lock.lock();
        try {
            return pace.secondsFor(waiting.size(), atMost);
        } finally {
            lock.unlock();
        }
    }
}
