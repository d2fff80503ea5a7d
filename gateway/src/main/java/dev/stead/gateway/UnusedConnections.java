package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Connections to instances that no request uses, which wait for the next one. Each takes a
 * descriptor that a visitor may need more, so there is a bound over all instances. Of one event
 * loop, and used by its thread alone.
 */
final class UnusedConnections {
    private final int most;
    private final Map<Upstream, Deque<UpstreamConnection>> byUpstream = new HashMap<>();
    private int count;

    UnusedConnections(int most) {
        this.most = most;
    }

    /** The one that was used last, or null. */
    @Nullable UpstreamConnection take(Upstream upstream) {
        Deque<UpstreamConnection> connections = byUpstream.get(upstream);
        if (connections == null) {
            return null;
        }
        UpstreamConnection connection = connections.removeFirst();
        left(upstream, connections);
        return connection;
    }

    /** Keeps one; false when it should be closed instead. */
    boolean keep(UpstreamConnection connection) {
        Upstream upstream = connection.upstream();
        if (upstream.retired() || count >= most) {
            return false;
        }
        byUpstream.computeIfAbsent(upstream, key -> new ArrayDeque<>()).addFirst(connection);
        count++;
        return true;
    }

    /** One has ended, whether it was kept here or not. */
    void forget(UpstreamConnection connection) {
        Deque<UpstreamConnection> connections = byUpstream.get(connection.upstream());
        if (connections != null && connections.remove(connection)) {
            left(connection.upstream(), connections);
        }
    }

    /** Closes those to an instance. */
    void close(Upstream upstream) {
        Deque<UpstreamConnection> connections = byUpstream.remove(upstream);
        if (connections != null) {
            count -= connections.size();
            new ArrayList<>(connections).forEach(UpstreamConnection::close);
        }
    }

    private void left(Upstream upstream, Deque<UpstreamConnection> connections) {
        count--;
        if (connections.isEmpty()) {
            byUpstream.remove(upstream);
        }
    }
}
