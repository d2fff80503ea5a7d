package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

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
     * @param open how many connections there are
     */
    record Shared(
            GatewaySettings settings,
            Loops loops,
            RoutedAnswers routed,
            Answers redirect,
            Supplier<TlsContext> tls,
            Fronts fronts,
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
                            shared.tls()
                                    .get()
                                    .newHandler(channel.alloc(), shared.settings().headTimeout()),
                            new ProtocolChoice(channel, loop, answers, listener));
        } else {
            new Http1Line(channel, loop, answers, listener).install();
        }
    }
}
