package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;

import java.util.concurrent.TimeUnit;

/**
 * Writing to channels without looking at each future: a failed write ends in the handler's {@code
 * exceptionCaught} or in the channel's end, and both are watched.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Wire {
    private Wire() {}

    static void write(Channel channel, Object message) {
        channel.write(message, channel.voidPromise());
    }

    static void close(Channel channel) {
        channel.close();
    }

    /** Bytes that were written and have not left. */
    static long pending(Channel channel) {
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        if (out == null || out.totalPendingWriteBytes() == 0) {
            return 0;
        }
        return Math.max(1, out.totalPendingWriteBytes() - out.currentProgress());
    }

    /** Closes when what was written before has left, or cannot leave within this time. */
    static void closeAfterFlush(Channel channel, long seconds) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (channel.isOpen()) {
            channel.eventLoop().schedule(() -> close(channel), seconds, TimeUnit.SECONDS);
        }
    }
}
