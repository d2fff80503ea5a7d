package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;

/** A piece of what is sent of a file; they go one after the other. */
sealed interface Piece {
    /** Bytes of our own. */
    record Text(String ascii) implements Piece {
        ByteBuf bytes() {
            return Unpooled.copiedBuffer(ascii, StandardCharsets.US_ASCII);
        }
    }

    /** Bytes of the file; at least one. */
    record Part(ByteRange range) implements Piece {}
}
