package dev.stead.gateway;

import io.netty.buffer.ByteBuf;

/**
 * Follows the frames of one direction of a WebSocket (RFC 6455, 5.2) as far as it takes to tell
 * data from control frames: pings, and the pongs that browsers send without anybody's doing.
 */
final class WebSocketFrames {
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    /** Bytes of the head of a frame that are still to come, its first two not counted. */
    private int headLeft;

    private int lengthLeft;
    private int seen;
    private boolean isControl;
    private long payload;

    /** Takes what comes next, without reading it away; says whether any of it belongs to data. */
    boolean hasData(ByteBuf bytes) {
        boolean data = false;
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (seen == 2 && headLeft == 0) {
                long skipped = Math.min(payload, bytes.writerIndex() - at);
                at += (int) skipped;
                payload -= skipped;
            } else {
                head(bytes.getUnsignedByte(at));
                at++;
            }
            data |= seen > 0 && !isControl;
            if (seen == 2 && headLeft == 0 && payload == 0) {
                seen = 0;
            }
        }
        return data;
    }

    private void head(int value) {
        if (seen == 0) {
            isControl = (value & CONTROL) != 0;
            seen = 1;
        } else if (seen == 1) {
            seen = 2;
            second(value);
        } else {
            headLeft--;
            if (lengthLeft > 0) {
                lengthLeft--;
                payload = (payload << 8 | value) & Long.MAX_VALUE;
            }
        }
    }

    private void second(int value) {
        int length = value & ~MASKED;
        boolean isMasked = (value & MASKED) != 0;
        lengthLeft = length == 127 ? 8 : length == 126 ? 2 : 0;
        payload = lengthLeft == 0 ? length : 0;
        headLeft = lengthLeft + (isMasked ? MASK_BYTES : 0);
    }
}
