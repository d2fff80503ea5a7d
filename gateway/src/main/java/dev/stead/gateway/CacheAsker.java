package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

import java.time.Duration;
import java.util.Optional;

/**
 * Asks for the cache: without a body, and for nothing but an answer. The client who caused it hears
 * of what is for it alone, as long as it is there. On one event loop only.
 */
abstract class CacheAsker implements Asker {
    private final Loop loop;
    private final Channel channel;
    private final Peer peer;
    private final Tally tally;
    private Optional<ClientConnection> client;

    /**
     * Asks on behalf of a client.
     *
     * @param waits whether the client waits for the answer
     */
    CacheAsker(ClientConnection client, boolean waits) {
        this.loop = client.loop();
        this.channel = client.channel();
        this.peer = client.peer();
        this.tally = waits ? client.tally() : new Tally(System.nanoTime());
        this.client = waits ? Optional.of(client) : Optional.empty();
    }

    /** The client who caused it, as long as it waits. */
    final Optional<ClientConnection> client() {
        return client;
    }

    /** The client has left. */
    final void forgetClient() {
        client = Optional.empty();
    }

    /** Whether nothing is known of the answer yet. */
    abstract boolean isAsking();

    @Override
    public final void interim(HttpResponse reply) {
        if (isAsking()) {
            client.filter(it -> !it.oldVersion()).ifPresent(it -> it.interim(reply));
        }
    }

    @Override
    public final void stallAfter(Duration limit) {
        client.ifPresent(it -> it.stallAfter(limit));
    }

    @Override
    public final void mayStall() {
        client.ifPresent(ClientConnection::mayStall);
    }

    @Override
    public final Loop loop() {
        return loop;
    }

    @Override
    public final Tally tally() {
        return tally;
    }

    @Override
    public final Channel channel() {
        return channel;
    }

    @Override
    public final Peer peer() {
        return peer;
    }

    @Override
    public final boolean requestDone() {
        return true;
    }

    @Override
    public final boolean oldVersion() {
        return false;
    }

    @Override
    public final void readIfWanted() {}

    @Override
    public final boolean maySwitch() {
        return false;
    }

    @Override
    public final void switchTo(UpstreamConnection instance, String protocol, Runnable ended) {
        throw new IllegalStateException("a request for the cache never offers another protocol");
    }

    @Override
    public final void close() {
        replyFailed(HttpResponseStatus.BAD_GATEWAY);
    }
}
