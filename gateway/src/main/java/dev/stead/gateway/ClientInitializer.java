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
    private final Answers answers;

    ClientInitializer(Listener listener, Shared shared, Listener.Wanted wanted) {
        this.listener = listener;
        this.shared = shared;
        this.tls = wanted.door() == Listener.Door.TLS;
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
     * @param challenges what authorities are told that check our names
     * @param open how many connections there are
     */
    record Shared(
            GatewaySettings settings,
            Loops loops,
            RoutedAnswers routed,
            Answers redirect,
            Supplier<TlsContext> tls,
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
        if (tls) {
            channel.pipeline().addLast(tlsHandler(channel));
        }
        new ClientConnection(channel, shared.loops().of(channel.eventLoop()), answers, listener)
                .install();
    }

    private ChannelHandler tlsHandler(Channel channel) {
        Duration timeout = shared.settings().headTimeout();
        Supplier<SslHandler> usual = () -> shared.tls().get().newHandler(channel.alloc(), timeout);
        return shared.challenges().expectsHello()
                ? new ChallengeHello(shared.challenges(), usual, timeout)
                : usual.get();
    }
}
