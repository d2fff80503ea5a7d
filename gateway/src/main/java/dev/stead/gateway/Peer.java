package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;

import java.net.InetSocketAddress;

/**
 * The visitor at the other end of a connection.
 *
 * @param address IP address as text
 * @param port of ours that was connected to
 * @param tls whether the connection is encrypted
 */
record Peer(String address, int port, boolean tls) {
    /** Reads it off a connection that was accepted. */
    static Peer of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                        && channel.localAddress() instanceof InetSocketAddress local
                ? new Peer(
                        remote.getAddress().getHostAddress(),
                        local.getPort(),
                        channel.pipeline().get(SslHandler.class) != null)
                : new Peer("unknown", 0, true);
    }
}
