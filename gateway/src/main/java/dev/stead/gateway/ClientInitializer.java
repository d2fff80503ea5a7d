package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;

import java.time.Duration;
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
     * @param fronts proxies whose word about visitors is taken
     * @param challenges what authorities are told that check our names
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
            Fronts fronts,
            Challenges challenges,
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
        if (door == Listener.Door.INNER) {
            setUp(channel);
        } else {
            shared.fronts().admit(channel, () -> admitted(channel));
        }
    }

    /** Where a proxy spoke for a visitor, that one counts too. */
    private void admitted(Channel channel) {
        if (Peer.announced(channel).isPresent() && shared.limits().visits(channel).isPresent()) {
            refuse(channel);
        } else {
            setUp(channel);
        }
    }

    private void setUp(Channel channel) {
        Loop loop = shared.loops().of(channel.eventLoop());
        if (door == Listener.Door.TLS) {
            channel.pipeline()
                    .addLast(
                            tlsHandler(channel),
                            new ProtocolChoice(channel, loop, answers, listener));
        } else {
            new Http1Line(channel, loop, answers, listener).install();
        }
    }

    private ChannelHandler tlsHandler(Channel channel) {
        Duration timeout = shared.settings().headTimeout();
        Supplier<SslHandler> usual =
                () -> {
                    SslHandler handler = shared.tls().get().newHandler(channel.alloc(), timeout);
                    handler.handshakeFuture()
                            .addListener(ended -> shared.figures().handshake(ended.isSuccess()));
                    return handler;
                };
        return shared.challenges().expectsHello()
                ? new ChallengeHello(shared.challenges(), usual, timeout)
                : usual.get();
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
