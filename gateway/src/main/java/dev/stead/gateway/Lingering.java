package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import java.util.concurrent.TimeUnit;

/**
 * Closes a client's connection so that the client can read the last answer (RFC 9112, 9.6): what
 * was written leaves, however long the caller lets that take; then our side ends, and what the
 * client still sends is thrown away, up to a number of bytes and for a time, until it ends its
 * side. Closing at once would reset the connection if bytes were unread or still on their way, and
 * a reset makes the client's system throw away an answer that was not read yet.
 *
 * <p>Sits before TLS, so that nothing is deciphered only to be thrown away.
 */
final class Lingering extends ChannelInboundHandlerAdapter {
    /** How long the client may send, once it can have the whole answer. */
    static final int SECONDS = 5;

    /** A large upload that was refused can end, where the way is fast: many read nothing before. */
    private static final int MAX_BYTES = 64 << 20;

    private int left = MAX_BYTES;

    private Lingering() {}

    /** Ends our side when everything has left, and the connection a while after that. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void close(Channel channel) {
        if (!channel.isActive()) {
            Wire.close(channel);
            return;
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(done -> {
                    if (done.isSuccess()) {
                        closeLater(channel);
                        endTls(channel);
                    } else {
                        Wire.close(channel);
                    }
                });
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void closeLater(Channel channel) {
        Future<?> end =
                channel.eventLoop().schedule(() -> Wire.close(channel), SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> end.cancel(false));
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void endTls(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            endOutput(channel);
        } else {
            tls.closeOutbound().addListener(_ -> endOutput(channel));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void endOutput(Channel channel) {
        if (channel.isActive() && channel instanceof DuplexChannel duplex) {
            channel.pipeline().addFirst(new Lingering());
            duplex.shutdownOutput();
            channel.read();
        } else {
            Wire.close(channel);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        left -= message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (left > 0) {
            ctx.read();
        } else {
            Wire.close(ctx.channel());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Wire.close(ctx.channel());
    }
}
