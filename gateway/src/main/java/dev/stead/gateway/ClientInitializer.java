package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;

import java.util.function.Supplier;

/** Sets up a connection that was just accepted, or closes it when there are too many. */
final class ClientInitializer extends ChannelInitializer<Channel> {
    private final Listener listener;
    private final Shared shared;
    private final Listener.Door door;
    private final Answers answers;

    ClientInitializer(Listener listener, Shared shared, Listener.Wanted wanted) {
        this.listener = listener;
        this.shared = shared;
        this.door = wanted.door();
        this.answers =
                switch (wanted.door()) {
                    case TLS -> new GatedAnswers(shared.limits(), shared.routed());
                    case REDIRECT -> new GatedAnswers(shared.limits(), shared.redirect());
                    case INNER -> shared.routed().behind(wanted.port());
                };
    }

    /**
     * What all connections share.
     *
     * @param redirect answers what comes over plain HTTP
     * @param limits what visitors may take
     * @param refusals says so to those without TLS
     * @param figures what is counted
     */
    record Shared(
            GatewaySettings settings,
            Loops loops,
            RoutedAnswers routed,
            Answers redirect,
            Supplier<TlsContext> tls,
            Limits limits,
            PlainRefusals refusals,
            Figures figures) {}

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    protected void initChannel(Channel channel) {
        if (shared.limits().enter(channel, door).isPresent()) {
            refuse(channel);
            return;
        }
        if (door == Listener.Door.TLS) {
            SslHandler handler =
                    shared.tls().get().newHandler(channel.alloc(), shared.settings().headTimeout());
            handler.handshakeFuture()
                    .addListener(ended -> shared.figures().handshake(ended.isSuccess()));
            channel.pipeline().addLast(handler);
        }
        new ClientConnection(channel, shared.loops().of(channel.eventLoop()), answers, listener)
                .install();
    }

    /** A page could be shown by TLS only after a handshake, which is what costs most. */
    private void refuse(Channel channel) {
        if (door == Listener.Door.REDIRECT) {
            shared.refusals().to(channel);
        } else {
            Wire.close(channel);
        }
    }
}
