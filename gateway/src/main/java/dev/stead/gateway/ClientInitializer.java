package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslHandler;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Sets up a connection that was just accepted, or closes it when there are too many. */
final class ClientInitializer extends ChannelInitializer<Channel> {
    private final Listener listener;
    private final Shared shared;
    private final boolean tls;
    private final boolean front;
    private final Answers answers;

    ClientInitializer(Listener listener, Shared shared, Listener.Wanted wanted) {
        this.listener = listener;
        this.shared = shared;
        this.tls = wanted.door() == Listener.Door.TLS;
        this.front = wanted.door() != Listener.Door.INNER;
        this.answers =
                switch (wanted.door()) {
                    case TLS -> shared.routed();
                    case REDIRECT -> shared.redirect();
                    case INNER -> shared.routed().behind(wanted.port());
                };
    }

    /**
     * What all connections share.
     *
     * @param redirect answers what comes over plain HTTP
     * @param fronts proxies whose word about visitors is taken
     * @param challenges what authorities are told that check our names
     * @param open how many connections there are
     */
    record Shared(
            GatewaySettings settings,
            Loops loops,
            RoutedAnswers routed,
            Answers redirect,
            Supplier<TlsContext> tls,
            Fronts fronts,
            Challenges challenges,
            AtomicInteger open) {}

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    protected void initChannel(Channel channel) {
        if (shared.open().incrementAndGet() > shared.settings().maxConnections()) {
            shared.open().decrementAndGet();
            Wire.close(channel);
            return;
        }
        channel.closeFuture().addListener(_ -> shared.open().decrementAndGet());
        if (front) {
            shared.fronts().admit(channel, () -> setUp(channel));
        } else {
            setUp(channel);
        }
    }

    private void setUp(Channel channel) {
        Loop loop = shared.loops().of(channel.eventLoop());
        if (tls) {
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
        Supplier<SslHandler> usual = () -> shared.tls().get().newHandler(channel.alloc(), timeout);
        return shared.challenges().expectsHello()
                ? new ChallengeHello(shared.challenges(), usual, timeout)
                : usual.get();
    }
}
