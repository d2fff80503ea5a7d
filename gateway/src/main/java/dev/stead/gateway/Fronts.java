package dev.stead.gateway;

import dev.stead.model.FrontProxy;

import io.netty.channel.Channel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The proxies before the gateway, and what is done with their connections. Thread-safe. */
final class Fronts {
    /** What a header may say besides addresses; some clouds add an identifier or two. */
    private static final int MAX_EXTRA = 2048;

    private final Supplier<Optional<FrontProxy>> front;
    private final Duration headTimeout;
    private final SparseLog log = new SparseLog(Fronts.class, System::nanoTime);

    /**
     * @param front the proxies of the table in use
     * @param headTimeout how long the header of the PROXY protocol may take
     */
    Fronts(Supplier<Optional<FrontProxy>> front, Duration headTimeout) {
        this.front = front;
        this.headTimeout = headTimeout;
    }

    /**
     * Has a connection that was accepted set up, as soon as it is known whom it is for.
     *
     * @param setUp adds the handlers; on the channel's event loop, once at most
     */
    void admit(Channel channel, Runnable setUp) {
        Optional<FrontProxy> proxy = front.get().filter(it -> isOneOf(it, channel));
        if (proxy.isEmpty()) {
            setUp.run();
            return;
        }
        switch (proxy.get().by()) {
            case FORWARDED_FOR -> {
                Visitors.believe(channel, proxy.get().from());
                setUp.run();
            }
            case PROXY_PROTOCOL ->
                    channel.pipeline()
                            .addLast(
                                    new HAProxyMessageDecoder(MAX_EXTRA),
                                    new FrontHeader(headTimeout, log, setUp));
        }
    }

    private static boolean isOneOf(FrontProxy front, Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                && Visitors.isBelieved(front.from(), remote.getAddress());
    }
}
