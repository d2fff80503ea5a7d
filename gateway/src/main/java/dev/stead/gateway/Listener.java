package dev.stead.gateway;

import io.netty.channel.Channel;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One address and port that is listened on.
 *
 * <p>Connections that came through it outlast it; once it is closed, each ends after the request
 * under way.
 */
final class Listener {
    private volatile boolean open = true;
    private volatile @Nullable Channel channel;

    void bound(Channel channel) {
        this.channel = channel;
    }

    boolean isOpen() {
        return open;
    }

    /** The port that it has; -1 before it is bound. */
    int port() {
        Channel bound = channel;
        return bound != null && bound.localAddress() instanceof InetSocketAddress address
                ? address.getPort()
                : -1;
    }

    void close() {
        open = false;
        Channel bound = channel;
        if (bound != null) {
            bound.close().awaitUninterruptibly();
        }
    }

    /** What a listener is asked to be; port 0 means any. */
    record Wanted(String address, int port, Door door) {
        /** Whether no two sockets can have the addresses of both, given one port. */
        boolean overlaps(Wanted other) {
            InetAddress one = InetAddress.ofLiteral(address);
            InetAddress another = InetAddress.ofLiteral(other.address);
            return one.isAnyLocalAddress() || another.isAnyLocalAddress() || one.equals(another);
        }
    }

    /** What comes in through a listener. */
    enum Door {
        /** Visitors, by TLS. */
        TLS,
        /** Visitors without TLS, who are sent to it. */
        REDIRECT,
        /** Other components of the system, who want the component behind this port. */
        INNER
    }
}
