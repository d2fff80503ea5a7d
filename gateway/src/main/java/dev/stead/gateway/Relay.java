package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * One direction of an upgraded connection: bytes from its channel to the peer, read only while the
 * peer has room. When one side ends, what it sent still goes to the other, which is then closed.
 *
 * <p>Only what the client sends is a use of the session, and of a WebSocket only its data: browsers
 * answer pings by themselves.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private static final int FAREWELL_SECONDS = 30;

    private final Channel own;
    private final Channel peer;
    private final Consumer<ByteBuf> passing;

    private Relay(Channel own, Channel peer, Consumer<ByteBuf> passing) {
        this.own = own;
        this.peer = peer;
        this.passing = passing;
    }

    /**
     * Joins a client and an instance that have both switched protocols.
     *
     * @param protocol what they have switched to
     * @param ended called once both sides are closed
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void join(
            ClientConnection client, UpstreamConnection upstream, String protocol, Runnable ended) {
        Channel ours = client.channel();
        Channel theirs = upstream.channel();
        theirs.closeFuture().addListener(_ -> ours.closeFuture().addListener(_ -> ended.run()));
        Optional<Watch> watch = client.watch().take();
        watch.ifPresent(visit -> keep(visit, client));
        Consumer<ByteBuf> uses = watch.map(visit -> uses(visit, protocol)).orElse(_ -> {});
        Tally tally = client.upgraded(protocol);
        client.handOver(
                new Relay(
                        ours,
                        theirs,
                        bytes -> {
                            tally.received(bytes.readableBytes());
                            uses.accept(bytes);
                        }));
        upstream.handOver(new Relay(theirs, ours, tally::sent));
        if (!ours.isActive() || !theirs.isActive()) {
            Wire.close(ours);
            Wire.close(theirs);
        }
        ours.read();
        theirs.read();
    }

    private static Consumer<ByteBuf> uses(Watch visit, String protocol) {
        if (!protocol.equalsIgnoreCase("websocket")) {
            return _ -> visit.used();
        }
        WebSocketFrames frames = new WebSocketFrames();
        return bytes -> {
            if (frames.hasData(bytes)) {
                visit.used();
            }
        };
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
        if (message instanceof ByteBuf bytes) {
            passing.accept(bytes);
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
