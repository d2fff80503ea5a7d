package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The visitor at the other end of a connection.
 *
 * @param address IP address as text
 * @param port that the visitor connected to
 * @param tls whether the connection is encrypted
 */
record Peer(String address, int port, boolean tls) {
    private static final AttributeKey<Announced> ANNOUNCED =
            AttributeKey.valueOf(Peer.class, "announced");

    /**
     * Whom a trusted proxy speaks for on a connection.
     *
     * @param visitor where the visitor's connection comes from
     * @param target what the visitor connected to at the proxy
     */
    record Announced(InetSocketAddress visitor, InetSocketAddress target) {}

    /** Remembers whom the proxy at the other end speaks for, as long as the connection lasts. */
    static void announce(Channel channel, Announced visitor) {
        channel.attr(ANNOUNCED).set(visitor);
    }

    /** Whom a proxy speaks for on this connection. */
    static Optional<Announced> announced(Channel channel) {
        return Optional.ofNullable(channel.attr(ANNOUNCED).get());
    }

    /** Reads it off a connection that was accepted. */
    static Peer of(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                || !(channel.localAddress() instanceof InetSocketAddress local)) {
            return new Peer("unknown", 0, true);
        }
        boolean tls = channel.pipeline().get(SslHandler.class) != null;
        Announced visitor = channel.attr(ANNOUNCED).get();
        return visitor == null
                ? new Peer(text(remote.getAddress()), local.getPort(), tls)
                : new Peer(text(visitor.visitor().getAddress()), visitor.target().getPort(), tls);
    }

    /** The same connection, used for somebody else. */
    Peer with(InetAddress visitor) {
        return new Peer(text(visitor), port, tls);
    }

    /** An IPv4 address inside an IPv6 one is that IPv4 address; no name of an interface. */
    private static String text(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress()).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
