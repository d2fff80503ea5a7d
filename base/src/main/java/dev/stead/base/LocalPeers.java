package dev.stead.base;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;

/**
 * Lets only the server's own user and root talk at a Unix socket, whatever mode somebody gave it:
 * the kernel tells who connected (SO_PEERCRED, unix(7)). Thread-safe.
 */
public final class LocalPeers {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPeers.class);

    private final Set<UserPrincipal> welcome;

    private LocalPeers(Set<UserPrincipal> welcome) {
        this.welcome = welcome;
    }

    /** Those who may talk to this process. */
    public static LocalPeers ofThisProcess() {
        return new LocalPeers(Set.copyOf(List.of(user(0), user(Rights.own().owner()))));
    }

    private static UserPrincipal user(int number) {
        try {
            return FileSystems.getDefault()
                    .getUserPrincipalLookupService()
                    .lookupPrincipalByName(Integer.toString(number));
        } catch (IOException e) {
            throw new UncheckedIOException("the user " + number + " cannot be looked up", e);
        }
    }

    /** To be told of each connection before its first request; one of another user is closed. */
    public void receive(HttpConnection connection) {
        if (!connection.localAddress().isDomainSocket()) {
            return;
        }
        try {
            UserPrincipal peer = peer(((ConnectionBase) connection).channel());
            if (welcome.contains(peer)) {
                return;
            }
            LOG.warn("{} connected to {}: refused", peer, connection.localAddress().path());
        } catch (RuntimeException e) {
            LOG.warn("who connected to {} is not known: refused", connection.localAddress(), e);
        }
        var _ = ((ConnectionBase) connection).channel().close();
    }

    private static UserPrincipal peer(Channel channel) {
        UnixDomainPrincipal peer =
                channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
        if (peer == null) {
            throw new IllegalStateException("the kernel does not tell who connected");
        }
        return peer.user();
    }
}
