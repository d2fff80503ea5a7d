package dev.stead.gateway;

import dev.stead.model.Cidr;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the header of the PROXY protocol (haproxy.org, proxy-protocol.txt, 2.1 and 2.2), which
 * a decoder before it reads, and has everything else set up then. A connection from such a proxy
 * that does not begin with one is closed: nobody could tell whom it is for.
 */
final class FrontHeader extends ChannelInboundHandlerAdapter {
    private final Duration atMost;
    private final SparseLog log;
    private final Runnable setUp;
    private @Nullable Future<?> timeout;
    private boolean over;

    FrontHeader(Duration atMost, SparseLog log, Runnable setUp) {
        this.atMost = atMost;
        this.log = log;
        this.setUp = setUp;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        timeout =
                ctx.executor()
                        .schedule(
                                () -> refuse(ctx, "none came in time"),
                                atMost.toNanos(),
                                TimeUnit.NANOSECONDS);
        ctx.channel().read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            // After a bad header the decoder reads on, and may find another one.
            if (!over && ctx.channel().isActive() && message instanceof HAProxyMessage header) {
                end();
                visitor(header).ifPresent(it -> Peer.announce(ctx.channel(), it));
                ctx.pipeline().remove(this);
                // What came behind the header is handed on when the decoder leaves, after this.
                setUp.run();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Empty where the proxy speaks for itself, or for somebody who has no IP address. */
    private static Optional<Peer.Announced> visitor(HAProxyMessage header) {
        HAProxyProxiedProtocol protocol = header.proxiedProtocol();
        if (protocol != HAProxyProxiedProtocol.TCP4 && protocol != HAProxyProxiedProtocol.TCP6) {
            return Optional.empty();
        }
        Optional<InetSocketAddress> target =
                socket(header.destinationAddress(), header.destinationPort());
        return socket(header.sourceAddress(), header.sourcePort())
                .flatMap(source -> target.map(it -> new Peer.Announced(source, it)));
    }

    private static Optional<InetSocketAddress> socket(String address, int port) {
        return Cidr.address(address).map(it -> new InetSocketAddress(it, port));
    }

    private void end() {
        over = true;
        Future<?> pending = timeout;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        if (!over) {
            end();
            log.warn(
                    "a connection of the proxy {} without a right header of the PROXY protocol was"
                            + " closed: {}",
                    ctx.channel().remoteAddress(),
                    why);
            Wire.close(ctx.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(ctx, String.valueOf(cause.getMessage()));
        Wire.close(ctx.channel());
    }
}
