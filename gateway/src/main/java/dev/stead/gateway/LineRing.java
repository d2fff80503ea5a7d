package dev.stead.gateway;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whole lines on their way from one thread to another, in memory of a fixed size: when it is full,
 * a line is dropped, nobody waits. One thread puts, one takes.
 *
 * <p>Positions only grow; a position's place is what is left of it by the size.
 */
final class LineRing {
    private final byte[] bytes;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private long knownHead;

    /**
     * @param size bytes, a power of two
     */
    LineRing(int size) {
        if (Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("not a power of two: " + size);
        }
        bytes = new byte[size];
    }

    /** Puts a line; false when there is no room for it. */
    boolean put(byte[] line, int length) {
        long at = tail.getPlain();
        if (bytes.length - (at - knownHead) < length) {
            knownHead = head.getAcquire();
            if (bytes.length - (at - knownHead) < length) {
                return false;
            }
        }
        int place = place(at);
        int first = Math.min(length, bytes.length - place);
        System.arraycopy(line, 0, bytes, place, first);
        System.arraycopy(line, first, bytes, 0, length - first);
        tail.setRelease(at + length);
        return true;
    }

    /** Whether at least half of it was taken when the putting thread last looked. */
    boolean isHalfFull() {
        if (tail.getPlain() - knownHead < bytes.length / 2) {
            return false;
        }
        knownHead = head.getAcquire();
        return tail.getPlain() - knownHead >= bytes.length / 2;
    }

    /** Moves all lines that are there to a buffer, which has room for as many bytes as this. */
    void drain(ByteBuffer batch) {
        long from = head.getPlain();
        long to = tail.getAcquire();
        int length = (int) (to - from);
        int first = Math.min(length, bytes.length - place(from));
        batch.put(bytes, place(from), first).put(bytes, 0, length - first);
        head.setRelease(to);
    }

    private int place(long position) {
        return (int) (position & bytes.length - 1);
    }
}
