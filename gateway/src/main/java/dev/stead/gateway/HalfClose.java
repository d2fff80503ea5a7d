package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

import java.util.concurrent.TimeUnit;

/**
 * Passes the end of one direction of a relayed connection on while the other direction goes on
 * (TCP's half-close, RFC 9293, 3.6). Both channels live on one event loop, and this is used there.
 *
 * <p>A side that has vanished looks the same as one that has sent all. So once one direction has
 * ended, the other one may be silent for {@value #SILENCE_SECONDS} to twice as many seconds.
 */
final class HalfClose {
    private static final int SILENCE_SECONDS = 60;
    private static final int FAREWELL_SECONDS = 30;

    private final DuplexChannel one;
    private final DuplexChannel other;
    private boolean ended;
    private boolean passed;

    private HalfClose(DuplexChannel one, DuplexChannel other) {
        this.one = one;
        this.other = other;
    }

    /** Whether both channels can do it: TLS ends both directions at once in the library here. */
    static boolean isPossible(Channel one, Channel other) {
        return isPossible(one) && isPossible(other);
    }

    private static boolean isPossible(Channel channel) {
        return channel instanceof DuplexChannel && channel.pipeline().get(SslHandler.class) == null;
    }

    /** From now on the channels tell their handlers when nothing more will come from them. */
    static HalfClose of(Channel one, Channel other) {
        one.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        other.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        return new HalfClose((DuplexChannel) one, (DuplexChannel) other);
    }

    /** Something was passed on. */
    void passed() {
        passed = true;
    }

    /** Nothing more will come from this one. */
    void ended(Channel from) {
        if (ended) {
            Wire.closeAfterFlush(one, FAREWELL_SECONDS);
            Wire.closeAfterFlush(other, FAREWELL_SECONDS);
            return;
        }
        ended = true;
        shutDownAfterFlush(from.equals(one) ? other : one);
        awaitSilence();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void shutDownAfterFlush(DuplexChannel channel) {
        // What is written but not sent would be dropped.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> channel.shutdownOutput());
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void awaitSilence() {
        passed = false;
        one.eventLoop().schedule(this::lookForSilence, SILENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void lookForSilence() {
        if (one.isOpen() && other.isOpen()) {
            if (passed) {
                awaitSilence();
            } else {
                Wire.close(one);
                Wire.close(other);
            }
        }
    }
}
