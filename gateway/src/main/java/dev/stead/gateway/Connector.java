package dev.stead.gateway;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;

import java.util.function.Consumer;

/** Opens connections to instances on a client's own event loop. */
final class Connector {
    private Connector() {}

    /**
     * Connects; exactly one of the two is called, on the loop.
     *
     * @param failed gets why
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void connect(
            Upstream upstream,
            Loop loop,
            Consumer<UpstreamConnection> connected,
            Consumer<Throwable> failed) {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop.eventLoop())
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) loop.settings().connectTimeout().toMillis())
                        .handler(new Nothing());
        if (upstream.address() instanceof DomainSocketAddress) {
            bootstrap.channel(EpollDomainSocketChannel.class);
        } else {
            bootstrap.channel(EpollSocketChannel.class).option(ChannelOption.TCP_NODELAY, true);
        }
        ChannelFuture future = bootstrap.connect(upstream.address());
        future.addListener(done -> {
            if (done.isSuccess()) {
                connected.accept(install(upstream, future.channel(), loop));
            } else {
                failed.accept(done.cause());
            }
        });
    }

    private static UpstreamConnection install(Upstream upstream, Channel channel, Loop loop) {
        UpstreamConnection connection = new UpstreamConnection(upstream, channel, loop);
        connection.install();
        return connection;
    }

    /** A bootstrap insists on a handler; ours comes when the connection stands. */
    private static final class Nothing extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {}
    }
}
