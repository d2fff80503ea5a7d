package dev.stead.gateway;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Has a request answered by an instance.
 *
 * <pre>
 * choosing --> connecting --connected--> under way --last byte of reply--> over
 *    ^  ^----failed, others left---'          |--101--> handed to a {@link Relay}
 *    '-----pooled connection died unheard-----'
 * </pre>
 *
 * From choosing on, the request is counted in at its instance, until it is over.
 */
final class ProxiedAnswer implements Answer {
    private final Asker client;
    private final Request request;
    private final Balancer balancer;
    private final Passage passage;
    private final ReplyWatch watch;
    private final HttpRequest head;
    private final String upgrade;
    private final Deque<HttpContent> unsent = new ArrayDeque<>();
    private @Nullable Upstream upstream;
    private @Nullable UpstreamConnection connection;
    private @Nullable HttpResponse switching;
    private boolean over;
    private boolean bodySeen;
    private boolean retried;
    private boolean interim;
    private boolean heard;
    private boolean reusable;
    private long replyDue = Long.MAX_VALUE;

    ProxiedAnswer(
            Asker client, Request request, Balancer balancer, Passage passage, ReplyWatch watch) {
        this.client = client;
        this.request = request;
        this.balancer = balancer;
        this.passage = passage;
        this.watch = watch;
        this.head = request.head();
        this.upgrade = HopByHop.upgrade(head.headers());
        passage.request(client, request);
    }

    @Override
    public void begin() {
        choose(true);
    }

    private void choose(boolean pooledWillDo) {
        Optional<Upstream> chosen = balancer.enter(client.loop().nextTurn());
        if (chosen.isEmpty()) {
            fail(balancer.failure());
            return;
        }
        Upstream entered = chosen.get();
        upstream = entered;
        UpstreamConnection pooled = pooledWillDo ? client.loop().takePooled(entered) : null;
        if (pooled == null) {
            Connector.connect(entered, client.loop(), this::send, this::connectFailed);
        } else {
            send(pooled);
        }
    }

    private void connectFailed(Throwable cause) {
        leave();
        if (!over) {
            balancer.failed(cause instanceof ConnectTimeoutException);
            choose(true);
        }
    }

    private void send(UpstreamConnection to) {
        if (over) {
            leave();
            to.close();
            return;
        }
        connection = to;
        client.tally().asked(to.upstream().instance(), System.nanoTime());
        to.use(this, request.isHead());
        Wire.write(to.channel(), head);
        for (HttpContent content = unsent.poll(); content != null; content = unsent.poll()) {
            Wire.write(to.channel(), content);
        }
        to.channel().flush();
        startWaiting();
        client.readIfWanted();
    }

    // The client's side.

    @Override
    public void body(HttpContent content) {
        bodySeen |= content.content().isReadable();
        if (content instanceof LastHttpContent last && !last.trailingHeaders().isEmpty()) {
            RequestHeaders.removeForged(last.trailingHeaders());
        }
        if (connection == null) {
            unsent.add(content);
        } else {
            Wire.write(connection.channel(), content);
            startWaiting();
        }
    }

    @Override
    public boolean wantsBody() {
        return connection != null && connection.channel().isWritable();
    }

    @Override
    public void readComplete() {
        if (connection != null) {
            connection.channel().flush();
        }
    }

    @Override
    public void clientWritable() {
        if (connection != null) {
            connection.channel().read();
        }
    }

    @Override
    public void clientGone() {
        letGo(false);
    }

    @Override
    public void checkDeadlines(long now) {
        if (connection != null && replyDue != Long.MAX_VALUE && now - replyDue > 0) {
            fail(HttpResponseStatus.GATEWAY_TIMEOUT);
        }
    }

    private void startWaiting() {
        if (client.requestDone() && !heard) {
            replyDue = client.loop().now() + client.loop().settings().answerTimeout().toNanos();
        }
    }

    // The instance's side.

    void upstreamSent(HttpObject object) {
        if (object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(object);
            fail(HttpResponseStatus.BAD_GATEWAY);
        } else if (object instanceof HttpResponse reply) {
            head(reply);
        } else if (object instanceof HttpContent content) {
            content(content);
        }
    }

    private void head(HttpResponse reply) {
        interim = reply.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!interim) {
            watch.heard(reply);
        }
        passage.reply(reply.headers(), request);
        if (reply.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            heard = true;
            switching = reply;
        } else if (interim) {
            relayInterim(reply);
        } else {
            heard = true;
            replyDue = Long.MAX_VALUE;
            reusable = HttpUtil.isKeepAlive(reply);
            client.tally().answered(System.nanoTime());
            ReplyHeaders.rewrite(reply, request.isHead());
            client.reply(reply);
        }
    }

    private void relayInterim(HttpResponse reply) {
        if (!client.oldVersion()) {
            HopByHop.remove(reply.headers());
            client.interim(reply);
        }
    }

    private void content(HttpContent content) {
        if (switching != null) {
            content.release();
            switchProtocols(switching);
        } else if (interim) {
            content.release();
        } else if (content instanceof LastHttpContent last) {
            if (!last.trailingHeaders().isEmpty()) {
                passage.reply(last.trailingHeaders(), request);
            }
            letGo(reusable && client.requestDone());
            client.end(last);
        } else {
            client.write(content);
        }
    }

    private void switchProtocols(HttpResponse reply) {
        String protocol = HopByHop.upgrade(reply.headers());
        UpstreamConnection from = connection;
        Upstream entered = upstream;
        if (upgrade.isEmpty() || protocol.isEmpty() || from == null || entered == null) {
            fail(HttpResponseStatus.BAD_GATEWAY);
            return;
        }
        if (!client.maySwitch()) {
            client.close();
            return;
        }
        ReplyHeaders.rewriteSwitch(reply, protocol);
        connection = null;
        upstream = null;
        over = true;
        client.interim(reply);
        client.switchTo(from, protocol, entered::leave);
    }

    /** What one read from the instance brought is complete; says whether to read on. */
    boolean upstreamReadComplete() {
        client.flush();
        return client.writable();
    }

    void upstreamWritable() {
        client.readIfWanted();
    }

    void upstreamGone() {
        boolean again = !retried && mayRepeat();
        connection = null;
        leave();
        if (again) {
            retried = true;
            unsent.add(LastHttpContent.EMPTY_LAST_CONTENT);
            choose(false);
        } else {
            fail(HttpResponseStatus.BAD_GATEWAY);
        }
    }

    /** A pooled connection that ends before it answers was probably ended before it was asked. */
    private boolean mayRepeat() {
        return connection != null
                && connection.reused()
                && !heard
                && !bodySeen
                && client.requestDone()
                && upgrade.isEmpty()
                && !head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
                && Balancer.isIdempotent(head.method());
    }

    // The end.

    private void fail(HttpResponseStatus status) {
        letGo(false);
        client.replyFailed(status);
    }

    private void letGo(boolean keep) {
        over = true;
        replyDue = Long.MAX_VALUE;
        for (HttpContent content = unsent.poll(); content != null; content = unsent.poll()) {
            content.release();
        }
        UpstreamConnection used = connection;
        if (used != null) {
            connection = null;
            used.release(keep);
            leave();
        }
    }

    private void leave() {
        Upstream entered = upstream;
        upstream = null;
        if (entered != null) {
            entered.leave();
        }
    }
}
