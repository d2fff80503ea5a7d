package dev.stead.gateway;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;

/** Fills in an answer that is to be kept, while there is room for it. On one event loop only. */
final class Filling {
    private final Shelf shelf;
    private final Fill fill;
    private @Nullable KeptHead head;
    private int reserved;

    Filling(Shelf shelf, Fill fill) {
        this.shelf = shelf;
        this.fill = fill;
    }

    /**
     * Begins; false when there is no room.
     *
     * @param length of the body, or -1 when nobody knows
     */
    boolean begin(KeptHead begun, int length) {
        if (!reserve(Math.max(length, 0))) {
            return false;
        }
        head = begun;
        fill.begin(begun, length);
        return true;
    }

    /** Takes one more part; false when there is no room for it. */
    boolean append(ByteBuf part) {
        boolean sized = streaming().filter(Fill.State.Streaming::isSized).isPresent();
        boolean room = sized || reserve(part.readableBytes());
        if (room) {
            fill.append(part);
        }
        return room;
    }

    private boolean reserve(int bytes) {
        boolean granted = !isTooLong(bytes) && shelf.reserve(bytes);
        reserved += granted ? bytes : 0;
        return granted;
    }

    /** Whether the body is longer than any that is kept, with so many bytes more. */
    boolean isTooLong(int more) {
        return (long) reserved + more > shelf.largest();
    }

    /** How far it has come, if it is on its way. */
    Optional<Fill.State.Streaming> streaming() {
        return fill.state() instanceof Fill.State.Streaming streaming
                ? Optional.of(streaming)
                : Optional.empty();
    }

    /** All of it. */
    Kept whole() {
        return new Kept(Objects.requireNonNull(head), fill.body());
    }

    /** Gives the room back. */
    void release() {
        shelf.unreserve(reserved);
        reserved = 0;
    }
}
