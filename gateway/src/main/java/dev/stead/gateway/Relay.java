package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

import java.util.Optional;

/**
 * One direction of an upgraded connection: bytes from its channel to the peer, read only while the
 * peer has room. When one side ends, what it sent still goes to the other, which is then closed.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private static final int FAREWELL_SECONDS = 30;

    private final Channel own;
    private final Channel peer;
    private final Optional<Watch> watch;

    private Relay(Channel own, Channel peer, Optional<Watch> watch) {
        this.own = own;
        this.peer = peer;
        this.watch = watch;
    }

    /**
     * Joins a client and an instance that have both switched protocols.
     *
     * @param ended called once both sides are closed
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void join(ClientConnection client, UpstreamConnection upstream, Runnable ended) {
        Channel ours = client.channel();
        Channel theirs = upstream.channel();
        theirs.closeFuture().addListener(_ -> ours.closeFuture().addListener(_ -> ended.run()));
        Optional<Watch> watch = client.watch().take();
        watch.ifPresent(visit -> keep(visit, client));
        client.handOver(new Relay(ours, theirs, watch));
        upstream.handOver(new Relay(theirs, ours, watch));
        if (!ours.isActive() || !theirs.isActive()) {
            Wire.close(ours);
            Wire.close(theirs);
        }
        ours.read();
        theirs.read();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private static void keep(Watch visit, ClientConnection client) {
        Loop loop = client.loop();
        loop.watch(visit);
        client.channel()
                .closeFuture()
                .addListener(_ -> {
                    visit.end();
                    loop.unwatch(visit);
                });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf) {
            watch.ifPresent(Watch::moved);
            Wire.write(peer, message);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        peer.flush();
        if (peer.isWritable()) {
            own.read();
        }
    }

    /** This side has room again, so the other may be read again. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (own.isWritable()) {
            peer.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Wire.closeAfterFlush(peer, FAREWELL_SECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Wire.close(own);
    }
}
