package dev.stead.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;

import java.nio.charset.StandardCharsets;

/**
 * Behind what is measured: switches protocols for whoever asks, then sends back every byte. Frames
 * are not looked at, so that hardly any time is spent here.
 */
public final class EchoServer {
    private static final byte[] SWITCH =
            ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private EchoServer() {}

    /** Argument: port. */
    public static void main(String[] args) throws Exception {
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()))
                .channel(EpollServerSocketChannel.class)
                .childHandler(
                        new ChannelInitializer<>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(new Echo());
                            }
                        })
                .bind("127.0.0.1", Integer.parseInt(args[0]))
                .sync();
        System.out.println("ready");
        Thread.currentThread().join();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        private boolean switched;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (switched) {
                var _ = ctx.writeAndFlush(bytes);
            } else {
                switched = bytes.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n");
                bytes.release();
                if (switched) {
                    var _ = ctx.writeAndFlush(ctx.alloc().buffer().writeBytes(SWITCH));
                }
            }
        }
    }
}
