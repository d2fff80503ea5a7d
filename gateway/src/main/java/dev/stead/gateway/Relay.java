package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * One direction of an upgraded connection: bytes from its channel to the peer, read only while the
 * peer has room. When one side ends, what it sent still goes to the other, which is then closed.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private static final int FAREWELL_SECONDS = 30;

    private final Channel own;
    private final Channel peer;

    private Relay(Channel own, Channel peer) {
        this.own = own;
        this.peer = peer;
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
        client.handOver(new Relay(ours, theirs));
        upstream.handOver(new Relay(theirs, ours));
        if (!ours.isActive() || !theirs.isActive()) {
            Wire.close(ours);
            Wire.close(theirs);
        }
        ours.read();
        theirs.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ByteBuf) {
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
