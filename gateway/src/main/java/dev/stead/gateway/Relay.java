package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One direction of an upgraded connection: bytes from its channel to the peer, read only while the
 * peer has room. When one side ends, what it sent still goes to the other, which is then closed.
 *
 * <p>Where neither side is encrypted, the end of one direction is passed on and the other one goes
 * on: protocols as old as {@code rsh} say in this way that they have sent all (TCP's half-close,
 * RFC 9293, 3.6). Not for WebSocket, which ends both directions together (RFC 6455, 7.1.1), and not
 * over TLS, whose library here cannot send after it was told of the end.
 *
 * <p>Only what the client sends is a use of the session, and work with an engine, and of a
 * WebSocket only its data: browsers answer pings by themselves.
 */
final class Relay extends ChannelInboundHandlerAdapter {
    private static final int FAREWELL_SECONDS = 30;
    private static final String WEB_SOCKET = "websocket";

    private final Channel own;
    private final Channel peer;
    private final Consumer<ByteBuf> passing;
    private final Optional<HalfClose> halves;

    private Relay(
            Channel own, Channel peer, Consumer<ByteBuf> passing, Optional<HalfClose> halves) {
        this.own = own;
        this.peer = peer;
        this.passing = passing;
        this.halves = halves;
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
        Optional<EngineUse> use = upstream.upstream().use();
        List<Runnable> used = new ArrayList<>();
        watch.ifPresent(visit -> used.add(visit::used));
        use.ifPresent(engine -> used.add(() -> engine.worked(client.loop().now())));
        Consumer<ByteBuf> uses = uses(used, protocol);
        Optional<HalfClose> halves =
                !protocol.equalsIgnoreCase(WEB_SOCKET) && HalfClose.isPossible(ours, theirs)
                        ? Optional.of(HalfClose.of(ours, theirs))
                        : Optional.empty();
        Tally tally = client.upgraded(protocol);
        Consumer<ByteBuf> received =
                bytes -> {
                    tally.received(bytes.readableBytes());
                    uses.accept(bytes);
                };
        Consumer<ByteBuf> sent = tally::sent;
        if (use.isPresent()) {
            EngineUse engine = use.get();
            received = received.andThen(bytes -> engine.received(bytes.readableBytes()));
            sent = sent.andThen(bytes -> engine.sent(bytes.readableBytes()));
        }
        client.handOver(new Relay(ours, theirs, received, halves));
        upstream.handOver(new Relay(theirs, ours, sent, halves));
        // Only now that neither side encodes what it is given as HTTP.
        client.handOverRest();
        upstream.handOverRest();
        if (!ours.isActive() || !theirs.isActive()) {
            Wire.close(ours);
            Wire.close(theirs);
        }
        ours.read();
        theirs.read();
    }

    private static Consumer<ByteBuf> uses(List<Runnable> used, String protocol) {
        if (used.isEmpty()) {
            return _ -> {};
        }
        if (!protocol.equalsIgnoreCase(WEB_SOCKET)) {
            return _ -> used.forEach(Runnable::run);
        }
        WebSocketFrames frames = new WebSocketFrames();
        return bytes -> {
            if (frames.hasData(bytes)) {
                used.forEach(Runnable::run);
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
            halves.ifPresent(HalfClose::passed);
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
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            halves.ifPresent(it -> it.ended(own));
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
