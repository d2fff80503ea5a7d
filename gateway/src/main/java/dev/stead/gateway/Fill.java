package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An answer on its way from a component, for whoever waits for it. Written on one event loop, read
 * on all. What is filled never changes any more, so that readers send it without copying.
 *
 * <pre>
 * waiting --head to keep--> streaming --last byte--> whole
 *    |------304-------------------------------------^
 *    |------head not to keep------------> passed <--too long-- streaming
 *    '------no reply, cut, left alone---> failed
 * </pre>
 */
final class Fill {
    private static final int MOST_READERS = 4096;
    private static final int SMALLEST = 8 * 1024;

    private final List<FillReader> readers = new ArrayList<>();
    private State state = new State.Waiting();
    private byte[] bytes = new byte[0];
    private int filled;

    /** How far it has come. */
    sealed interface State {
        record Waiting() implements State {}

        /**
         * The head is known.
         *
         * @param length of the body, or -1 when nobody knows
         */
        record Streaming(KeptHead head, int length) implements State {
            boolean isSized() {
                return length >= 0;
            }
        }

        /** Complete. */
        record Whole(Kept kept, Use use) implements State {}

        /**
         * Only for the one who asked.
         *
         * @param begun what was begun before it got too long
         */
        record Passed(Optional<Streaming> begun) implements State {}

        /**
         * Nothing more will come; with a status when others need not try.
         *
         * @param retryAfter when they may, seconds; 0 when nobody knows
         */
        record Failed(Optional<HttpResponseStatus> status, int retryAfter) implements State {
            Failed(Optional<HttpResponseStatus> status) {
                this(status, 0);
            }
        }
    }

    /** For what a complete answer is good. */
    enum Use {
        /** Everybody whom it suits may have it. */
        SHARED,
        /** Only the one who asked. */
        OWN,
        /** It is stale; everybody who may have it then. */
        STANDS_IN
    }

    synchronized State state() {
        return state;
    }

    /** What has come so far, the rest of the array being none of it. */
    synchronized Part part() {
        return new Part(bytes, filled);
    }

    /** The beginning of a body; not to be changed. */
    @SuppressWarnings("ArrayRecordComponent")
    record Part(byte[] bytes, int filled) {}

    /** False when it is over, or too many wait already. */
    synchronized boolean join(FillReader reader) {
        if (isOver() || readers.size() >= MOST_READERS) {
            return false;
        }
        readers.add(reader);
        return true;
    }

    /** The one who caused it is always among those who wait. */
    synchronized void lead(FillReader reader) {
        readers.add(reader);
    }

    /** Has one who waits wait in the place of another, who does so already. */
    synchronized void replace(FillReader before, FillReader after) {
        readers.remove(before);
        readers.add(after);
    }

    synchronized void leave(FillReader reader) {
        readers.remove(reader);
    }

    /** Ends it as failed if nobody waits for it any more. */
    synchronized boolean endIfAlone() {
        if (readers.isEmpty()) {
            state = new State.Failed(Optional.empty());
        }
        return readers.isEmpty();
    }

    /**
     * The head is there and is to be kept.
     *
     * @param length of the body, or -1
     */
    void begin(KeptHead head, int length) {
        synchronized (this) {
            bytes = new byte[Math.max(length, 0)];
            state = new State.Streaming(head, length);
        }
        signal();
    }

    /** One more part; tells nobody yet. */
    synchronized void append(ByteBuf part) {
        int end = filled + part.readableBytes();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(SMALLEST, Math.max(end, bytes.length * 2)));
        }
        part.readBytes(bytes, filled, end - filled);
        filled = end;
    }

    /** The body as far as it has come. */
    synchronized byte[] body() {
        return filled < bytes.length ? Arrays.copyOf(bytes, filled) : bytes;
    }

    /** Ends in this state, unless it has ended. */
    void end(State last) {
        synchronized (this) {
            if (isOver()) {
                return;
            }
            state = last;
        }
        signal();
    }

    private boolean isOver() {
        return !(state instanceof State.Waiting || state instanceof State.Streaming);
    }

    /** Tells everybody who waits. */
    void signal() {
        List<FillReader> waiting;
        synchronized (this) {
            waiting = List.copyOf(readers);
        }
        waiting.forEach(FillReader::progressed);
    }
}
