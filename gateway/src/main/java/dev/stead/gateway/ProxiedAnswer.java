package dev.stead.gateway;

import dev.stead.model.ProxyRules;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

/**
 * Has a request answered by an instance.
 *
 * <pre>
 * a {@link Search} --found--> under way --last byte of reply--> over
 *         ^                       |--101--> handed to a {@link Relay}
 *         '-----died unheard------'
 * </pre>
 *
 * From the choice of an instance on, the request is counted in there, until it is over. An instance
 * that neither takes the request nor goes on with the answer in time is given up: its request is
 * not sent again; one whose instance died unheard may be, see {@link Repetition}.
 */
final class ProxiedAnswer implements Answer, Search.Seeker, UpstreamConnection.User {
    private final Asker client;
    private final Request request;
    private final HttpRequest head;
    private final String upgrade;
    private final Balancer balancer;
    private final ProxyRules rules;
    private final Search search;
    private final RequestBody body;
    private final ProxiedReply reply;
    private final Repetition repetition;
    private final Patience patience;
    private final @Nullable EngineMeter meter;
    private @Nullable UpstreamConnection connection;

    /**
     * Rewrites the request.
     *
     * @param sticky whether the visitor is to come to the same instance again
     * @param watch sees the head of the final reply as it came
     */
    ProxiedAnswer(
            Asker client,
            Request request,
            Balancer balancer,
            Passage passage,
            boolean sticky,
            ReplyWatch watch) {
        this.client = client;
        this.request = request;
        this.head = request.head();
        this.upgrade = HopByHop.upgrade(head);
        this.balancer = balancer;
        this.rules = balancer.rules();
        this.search = new Search(client, balancer, this);
        this.body = new RequestBody(head, rules.body());
        this.reply = new ProxiedReply(client, request, passage, balancer, sticky, watch);
        this.repetition = new Repetition(head.method(), body, !upgrade.isEmpty());
        this.patience = new Patience(rules.answer());
        this.meter = EngineMeter.begin(passage.instances(), head, client.loop()).orElse(null);
        passage.request(client, request);
    }

    @Override
    public void begin() {
        if (body.isTooLarge()) {
            refuseBody();
            return;
        }
        client.stallAfter(rules.stall());
        search.begin(true);
    }

    // What the search says.

    @Override
    public void found(UpstreamConnection to) {
        connection = to;
        client.tally().asked(to.upstream().instance(), System.nanoTime());
        if (repetition.isFirst()) {
            to.upstream().component().budget().requested();
        }
        to.use(this, request.isHead());
        Wire.write(to.channel(), head);
        body.send(to.channel());
        to.channel().flush();
        patience.renew(client.loop().now());
        client.readIfWanted();
    }

    @Override
    public void foundNobody(HttpResponseStatus status) {
        fail(status);
    }

    @Override
    public void foundNoRoom(String reason, int retryAfter) {
        letGo(false);
        client.tally().refused(reason);
        client.replyBusy(retryAfter);
    }

    // The client's side.

    @Override
    public void body(HttpContent content) {
        body.count(content);
        if (meter != null) {
            meter.received(content);
        }
        if (body.isTooLarge()) {
            content.release();
            refuseBody();
        } else if (connection == null) {
            body.keep(content);
        } else {
            Wire.write(connection.channel(), content);
        }
    }

    private void refuseBody() {
        client.tally().refused("body");
        fail(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
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
        search.checkDeadlines(now);
        if (connection != null && isTooSlow(connection.channel(), now)) {
            balancer.failed(true, now);
            fail(HttpResponseStatus.GATEWAY_TIMEOUT);
        }
    }

    /** Where the client is waited for, its own deadlines hold. */
    private boolean isTooSlow(Channel instance, long now) {
        boolean room = !reply.isHeard() || client.writable();
        boolean owesReply = client.requestDone() && !reply.isEndless();
        return patience.isOver(
                room && (owesReply || !instance.isWritable()), instance.bytesBeforeWritable(), now);
    }

    // The instance's side.

    @Override
    public void upstreamSent(HttpObject object) {
        if (meter != null) {
            meter.sent(object);
        }
        switch (reply.take(object)) {
            case MORE, HEAD -> goesOn();
            case END -> {
                balancer.completed();
                letGo(reply.leavesConnectionUsable() && client.requestDone());
                client.end(reply.end());
            }
            case SWITCH -> switchProtocols(reply.switching());
            case BROKEN -> fail(HttpResponseStatus.BAD_GATEWAY);
        }
    }

    /** Interim replies are no beginning. */
    private void goesOn() {
        if (reply.isHeard()) {
            patience.renew(client.loop().now());
        }
    }

    private void switchProtocols(HttpResponse switching) {
        String protocol = HopByHop.upgrade(switching.headers());
        UpstreamConnection from = connection;
        boolean offered = !protocol.isEmpty() && ReplyCheck.wasOffered(protocol, upgrade);
        if (!offered || from == null) {
            fail(HttpResponseStatus.BAD_GATEWAY);
            return;
        }
        balancer.answered();
        if (!client.maySwitch()) {
            client.close();
            return;
        }
        ReplyHeaders.rewriteSwitch(switching, protocol);
        connection = null;
        client.interim(switching);
        client.switchTo(from, protocol, balancer.handOver());
    }

    @Override
    public boolean upstreamReadComplete() {
        client.flush();
        return client.writable();
    }

    @Override
    public void upstreamWritable() {
        client.readIfWanted();
    }

    @Override
    public void upstreamGone() {
        UpstreamConnection ended = connection;
        connection = null;
        if (ended == null) {
            return;
        }
        boolean unheard = !ended.heard() && !reply.isHeard();
        if (unheard && ended.reused()) {
            // It was probably ended before it was asked.
            balancer.leave();
            repeatOrFail(client.requestDone() && repetition.byFreshConnection(), false);
        } else {
            balancer.failed(false, client.loop().now());
            RetryBudget budget = ended.upstream().component().budget();
            repeatOrFail(
                    unheard
                            && client.requestDone()
                            && repetition.byAnotherInstance(balancer, budget),
                    true);
        }
    }

    private void repeatOrFail(boolean repeats, boolean pooledWillDo) {
        if (repeats) {
            repeat(pooledWillDo);
        } else {
            fail(HttpResponseStatus.BAD_GATEWAY);
        }
    }

    private void repeat(boolean pooledWillDo) {
        body.keep(LastHttpContent.EMPTY_LAST_CONTENT);
        search.begin(pooledWillDo);
    }

    // The end.

    private void fail(HttpResponseStatus status) {
        letGo(false);
        client.replyFailed(status);
    }

    private void letGo(boolean keep) {
        search.giveUp();
        body.release();
        UpstreamConnection used = connection;
        if (used != null) {
            connection = null;
            used.release(keep);
            balancer.leave();
        }
    }
}
