package dev.stead.gateway;

import dev.stead.gateway.Balancer.Outcome;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpResponseStatus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Finds an instance for one request, and a connection to it.
 *
 * <pre>
 * choosing --entered--> connecting --connected--> found
 *    |  ^-----------------failed------'
 *    '--full--> queued --admitted--> connecting
 * </pre>
 *
 * Used on the client's loop, but for what a {@link RequestQueue} asks of those that wait.
 */
final class Search implements RequestQueue.Waiter {
    private final Asker client;
    private final Balancer balancer;
    private final Seeker seeker;
    private @Nullable RequestQueue queue;
    private long queueDue;
    private int turn;
    private boolean pooledWillDo;
    private boolean over;

    Search(Asker client, Balancer balancer, Seeker seeker) {
        this.client = client;
        this.balancer = balancer;
        this.seeker = seeker;
    }

    /** Whoever wants a connection; exactly one of these is called, unless it gives up. */
    interface Seeker {
        /** The instance has been entered. */
        void found(UpstreamConnection connection);

        /** No instance is left that could be asked. */
        void foundNobody(HttpResponseStatus status);

        /**
         * There are instances, but none takes the request.
         *
         * @param reason in a word for logs and metrics
         * @param retryAfter when it may be different, seconds
         */
        void foundNoRoom(String reason, int retryAfter);
    }

    /**
     * Looks for one.
     *
     * @param pooledWillDo whether the connection may have been used before
     */
    void begin(boolean pooledWillDo) {
        this.pooledWillDo = pooledWillDo;
        turn = client.loop().nextTurn();
        // Those that came before go first, where there is anything to wait for.
        boolean waits =
                balancer.hasOthers() && balancer.queue().filter(it -> !it.isEmpty()).isPresent();
        switch (waits ? Outcome.FULL : balancer.enter(turn, client.loop().now())) {
            case ENTERED -> connect();
            case FULL -> join(balancer.queue().orElseThrow());
            case OPEN -> circuitsAreOpen();
            case NOBODY -> seeker.foundNobody(balancer.failure());
        }
    }

    private void circuitsAreOpen() {
        HttpResponseStatus status = balancer.failure();
        if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
            seeker.foundNoRoom("circuit", secondsUntilTrial());
        } else {
            seeker.foundNobody(status);
        }
    }

    private int secondsUntilTrial() {
        return 1 + (int) Duration.ofNanos(balancer.openFor(client.loop().now())).toSeconds();
    }

    // Waiting for room.

    private void join(RequestQueue joined) {
        queue = joined;
        queueDue = client.loop().now() + balancer.rules().queue().atMost().toNanos();
        if (!joined.join(this, balancer.rules().queue().length())) {
            queue = null;
            noRoom(joined);
        }
    }

    private void noRoom(RequestQueue full) {
        seeker.foundNoRoom("queue", full.retryAfter(balancer.rules().queue().atMost()));
    }

    @Override
    public Attempt tryToEnter() {
        if (balancer.enter(turn, System.nanoTime()) == Outcome.ENTERED) {
            return Attempt.IN;
        }
        return balancer.isPicky() ? Attempt.NOT_FOR_THIS : Attempt.NO_ROOM;
    }

    @Override
    public void admitted() {
        client.loop().eventLoop().execute(this::goOn);
    }

    private void goOn() {
        queue = null;
        if (over) {
            balancer.leave();
            return;
        }
        try {
            connect();
        } catch (RuntimeException | Error e) {
            // This runs outside of the pipeline, whose end would otherwise be this.
            client.close();
            throw e;
        }
    }

    /** Looks how long it has waited. */
    void checkDeadlines(long now) {
        RequestQueue in = queue;
        if (in == null || over) {
            return;
        }
        // Instances that come back are no event here, nor are circuits whose time is over.
        in.lookAround(now);
        boolean late = now - queueDue > 0;
        boolean open = balancer.openFor(now) > 0;
        if ((late || open) && in.quit(this)) {
            queue = null;
            if (late) {
                noRoom(in);
            } else {
                circuitsAreOpen();
            }
        }
    }

    /** Nobody wants a connection any more; an instance that was found is the seeker's. */
    void giveUp() {
        over = true;
        RequestQueue in = queue;
        if (in != null && in.quit(this)) {
            queue = null;
        }
    }

    // Connecting.

    private void connect() {
        Upstream entered = balancer.entered();
        if (entered == null) {
            throw new IllegalStateException("connects to an instance that it has not entered");
        }
        UpstreamConnection pooled = pooledWillDo ? client.loop().unused().take(entered) : null;
        if (pooled == null) {
            Connector.connect(entered, client, balancer.rules(), this::found, this::failed);
        } else {
            found(pooled);
        }
    }

    private void found(UpstreamConnection connection) {
        if (over) {
            balancer.leave();
            connection.close();
        } else {
            seeker.found(connection);
        }
    }

    private void failed(Throwable cause) {
        balancer.failed(cause instanceof ConnectTimeoutException, client.loop().now());
        if (!over) {
            begin(true);
        }
    }
}
