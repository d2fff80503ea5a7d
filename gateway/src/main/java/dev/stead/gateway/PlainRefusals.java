package dev.stead.gateway;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Says 503 to connections without TLS that are not taken, before any request of them is read. What
 * they send meanwhile is dropped, since closing with unread bytes would take the answer back; only
 * so many get that much at a time. Thread-safe.
 */
final class PlainRefusals {
    private static final int AT_ONCE = 64;
    private static final int PATIENCE_SECONDS = 2;
    private static final byte[] ANSWER =
            """
            HTTP/1.1 503 Service Unavailable\r
            Content-Type: text/plain\r
            Content-Length: 49\r
            Cache-Control: no-store\r
            Retry-After: 5\r
            Connection: close\r
            \r
            There are too many connections. Try again later.
            """
                    .getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger underWay = new AtomicInteger();

    /** Answers and closes, or only closes when many are being answered. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void to(Channel channel) {
        if (underWay.incrementAndGet() > AT_ONCE) {
            underWay.decrementAndGet();
            Wire.close(channel);
            return;
        }
        channel.closeFuture().addListener(_ -> underWay.decrementAndGet());
        channel.pipeline().addLast(new Sender());
        channel.eventLoop().schedule(() -> Wire.close(channel), PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends the answer, then waits for the client to close. */
    private static final class Sender extends ChannelInboundHandlerAdapter {
        private boolean begun;

        /** Behind a proxy it is known only after a header whom the connection is for. */
        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            if (ctx.channel().isActive()) {
                begin(ctx);
            }
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            begin(ctx);
        }

        @SuppressWarnings("FutureReturnValueIgnored")
        private void begin(ChannelHandlerContext ctx) {
            if (begun) {
                return;
            }
            begun = true;
            ctx.writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
                    .addListener(
                            (ChannelFutureListener)
                                    sent -> {
                                        if (sent.channel() instanceof DuplexChannel duplex) {
                                            duplex.shutdownOutput();
                                        }
                                    });
            ctx.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            ctx.read();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            Wire.close(ctx.channel());
        }
    }
}
