package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

import org.jspecify.annotations.Nullable;

/** Bytes that have come and are not to be decoded yet, in order. */
final class HeldBytes {
    private @Nullable ByteBuf bytes;

    boolean isEmpty() {
        return bytes == null;
    }

    /** Puts more behind them; owned. */
    void add(ByteBufAllocator allocator, ByteBuf more) {
        ByteBuf before = bytes;
        bytes =
                before == null
                        ? more
                        : allocator.compositeBuffer(2).addComponents(true, before, more);
    }

    /** Gives them all away, null when there are none; owned by the caller. */
    @Nullable ByteBuf take() {
        ByteBuf all = bytes;
        bytes = null;
        return all;
    }
}
