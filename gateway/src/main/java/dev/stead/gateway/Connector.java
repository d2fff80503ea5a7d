package dev.stead.gateway;

import dev.stead.model.ProxyRules;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;

import java.util.function.Consumer;

/** Opens connections to instances on a client's own event loop. */
final class Connector {
    private Connector() {}

    /**
     * Connects; exactly one of the two is called, on the loop, and later. The socket is made when
     * the events of this turn have been handled, see {@link EpollLoops}.
     *
     * @param client that the connection is for
     * @param failed gets why
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void connect(
            Upstream upstream,
            Asker client,
            ProxyRules rules,
            Consumer<UpstreamConnection> connected,
            Consumer<Throwable> failed) {
        client.loop()
                .eventLoop()
                .execute(() ->
                        bootstrap(upstream, client, rules)
                                .connect(upstream.address())
                                .addListener((ChannelFuture done) -> {
                                    upstream.component().connected(done.isSuccess());
                                    if (done.isSuccess()) {
                                        connected.accept(
                                                stands(upstream, done.channel(), client, rules));
                                    } else {
                                        failed.accept(done.cause());
                                    }
                                }));
    }

    private static UpstreamConnection stands(
            Upstream upstream, Channel channel, Asker client, ProxyRules rules) {
        channel.pipeline().remove(Connecting.class);
        if (rules.proxyProtocol()) {
            introduce(channel, client);
        }
        return install(upstream, channel, client, rules);
    }

    private static Bootstrap bootstrap(Upstream upstream, Asker client, ProxyRules rules) {
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(client.loop().eventLoop())
                        .option(ChannelOption.AUTO_READ, false)
                        .option(ChannelOption.AUTO_CLOSE, false)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.max(1, Math.toIntExact(rules.connect().toMillis())))
                        .handler(new Connecting());
        if (upstream.address() instanceof DomainSocketAddress) {
            return bootstrap.channel(EpollDomainSocketChannel.class);
        }
        KeepAlive.TIMES.forEach(bootstrap::option);
        return bootstrap
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.TCP_NODELAY, true);
    }

    private static void introduce(Channel channel, Asker client) {
        channel.pipeline().addLast(HAProxyMessageEncoder.INSTANCE);
        Wire.write(channel, ProxyHeader.of(client.peer(), client.channel()).message());
        channel.pipeline().remove(HAProxyMessageEncoder.INSTANCE);
    }

    private static UpstreamConnection install(
            Upstream upstream, Channel channel, Asker client, ProxyRules rules) {
        // One that names a visitor is good for no other.
        boolean shared = !rules.proxyProtocol();
        UpstreamConnection connection =
                new UpstreamConnection(upstream, channel, client.loop(), shared);
        connection.install();
        return connection;
    }

    /**
     * A bootstrap insists on a handler; ours come when the connection stands. What fails before
     * that, the future tells: the kernel may report a refused connection as readable too.
     */
    private static final class Connecting extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
    }
}
