package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The client as an {@link Answer} sees it: one request after the other, each answered by one. What
 * comes and goes is carried by a {@link ClientLine}, a connection or a stream of one.
 *
 * <pre>
 * idle --head--> answering --reply ended, body read--> idle | closing
 *                    |----reply ended, body not read--> discarding --body read--> idle | closing
 *                    |----101--> handed over to a {@link Relay}
 * </pre>
 */
final class ClientConnection implements Timed, Asker {
    private final ClientLine line;
    private final Loop loop;
    private final ClientDeadlines deadlines;
    private final ClientRequests requests;
    private final WatchSlot watch = new WatchSlot();
    private final Visitors visitors;
    private Peer peer;
    private @Nullable Answer answer;
    private Exchange exchange = Exchange.none();
    private boolean held;

    ClientConnection(ClientLine line, Loop loop, Answers answers) {
        this.line = line;
        this.loop = loop;
        this.visitors = line.visitors();
        this.peer = visitors.end();
        this.deadlines = new ClientDeadlines(loop);
        this.requests = new ClientRequests(this, answers, deadlines);
    }

    /** The connection to the client, which other requests of the same client may share. */
    @Override
    public Channel channel() {
        return line.channel();
    }

    @Override
    public Loop loop() {
        return loop;
    }

    /** Who asks; before the first request, who is at the other end. */
    @Override
    public Peer peer() {
        return peer;
    }

    /** What is told about the request that is being answered. */
    @Override
    public Tally tally() {
        return exchange.tally();
    }

    String requestId() {
        return exchange.id();
    }

    /** Headers of the request that is being answered. */
    HttpHeaders requestHeaders() {
        return exchange.headers();
    }

    @Override
    public boolean requestDone() {
        return exchange.requestDone();
    }

    /** Whether the client speaks HTTP/1.0, which knows neither chunks nor interim replies. */
    @Override
    public boolean oldVersion() {
        return exchange.oldVersion();
    }

    /** Looks after the request under way when the right to it may end. */
    WatchSlot watch() {
        return watch;
    }

    /** For the request under way, the client may neither send nor take anything this long. */
    @Override
    public void stallAfter(Duration limit) {
        deadlines.stallAfter(limit);
    }

    /** The answer under way is one that comes for ever. */
    @Override
    public void mayStall() {
        deadlines.mayStall();
    }

    // What the client sends.

    /** What the line gives it to. */
    ClientRequests requests() {
        return requests;
    }

    /** What answers now, null between requests. */
    @Nullable Answer answer() {
        return answer;
    }

    Exchange exchange() {
        return exchange;
    }

    /** A request begins. */
    void begins(Exchange next) {
        peer = visitors.of(next.headers());
        exchange = next;
        tally().cameBy(line.protocol());
    }

    void answerWith(Answer next) {
        answer = next;
        next.begin();
    }

    /** The answer that only looked for another one gives way to it. */
    void decided(Answer next) {
        answerWith(next);
        line.resume();
    }

    /** Asks for more of the client when there is room for it. */
    @Override
    public void readIfWanted() {
        if (answer == null ? line.writable() : takesBody()) {
            deadlines.bodyProgress();
            line.read();
        }
    }

    /** Whether the answer has room for more of the request's body, and the machine too. */
    boolean takesBody() {
        boolean body = requests.wantsBody();
        held = body && loop.limits().isMemoryTight();
        return body && !held;
    }

    /** How long the client may stall, nanoseconds; {@link Long#MAX_VALUE} for ever. */
    long stall() {
        return deadlines.stall();
    }

    // What the client gets.

    /** Whether the client has room. */
    @Override
    public boolean writable() {
        return line.writable();
    }

    void writabilityChanged() {
        boolean writable = line.writable();
        deadlines.writable(writable);
        if (!writable) {
            return;
        }
        if (answer == null) {
            line.resume();
        } else if (!exchange.replyDone()) {
            answer.clientWritable();
        }
    }

    /** Relays an interim reply (1xx). */
    @Override
    public void interim(HttpResponse reply) {
        exchange.interim(reply.status());
        line.interim(reply);
    }

    /** Begins the final reply; its framing headers must be right. */
    @Override
    public void reply(HttpResponse head) {
        exchange.replyBegins(head, line.mayKeep());
        line.head(head, exchange.answersHead());
    }

    /** Writes a part of the reply's body; owned. */
    @Override
    public void write(Object content) {
        tally().sent(content);
        line.write(content);
    }

    @Override
    public void flush() {
        line.flush();
    }

    /** Ends the reply. */
    @Override
    public void end(LastHttpContent last) {
        tally().sent(last);
        deadlines.replyEnds();
        line.end(last);
        endReply();
    }

    /** A whole reply at once. */
    void replyWith(FullHttpResponse page) {
        if (!exchange.answersHead()) {
            tally().sent(page);
        }
        exchange.replyBegins(page, line.mayKeep() && exchange.mayDiscardBody());
        line.whole(page, exchange.answersHead());
        endReply();
    }

    /** The answer has let go of everything and has no reply, or not all of it. */
    @Override
    public void replyFailed(HttpResponseStatus status) {
        if (exchange.replyBegun()) {
            close();
        } else {
            replyWith(ErrorPage.of(this, status));
        }
    }

    private void endReply() {
        exchange.replyEnds();
        loop.ledger().ended(exchange, peer());
        if (exchange.requestDone() || !exchange.keepAlive()) {
            finish();
        } else {
            deadlines.lastChance(Lingering.SECONDS);
            readIfWanted();
        }
    }

    /** The reply has ended, and the rest of the request is not worth reading. */
    void giveUpBody() {
        exchange.giveUpReading();
        finish();
    }

    // The end.

    /** Request and reply have both ended. */
    void finish() {
        answer = null;
        watch.end();
        line.over(exchange.keepAlive());
    }

    /** Cuts the connection or stream: the client must not take what it got for complete. */
    @Override
    public void close() {
        tally().cutBy("gateway");
        line.cut();
    }

    /** Whether nothing stands between this connection and another protocol. */
    @Override
    public boolean maySwitch() {
        return exchange.requestDone() && line.maySwitch();
    }

    @Override
    public void switchTo(UpstreamConnection instance, String protocol, Runnable ended) {
        Relay.join(this, instance, protocol, ended);
    }

    @Override
    public void replyBusy(int retryAfter) {
        replyWith(ErrorPage.busy(this, retryAfter));
    }

    /** What the connection becomes is written down once it is closed. */
    @SuppressWarnings("FutureReturnValueIgnored")
    Tally upgraded(String protocol) {
        Exchange own = exchange;
        Peer visitor = peer();
        own.tally().upgraded(protocol);
        loop.ledger().upgraded();
        channel()
                .closeFuture()
                .addListener(_ -> {
                    loop.ledger().upgradeEnded();
                    loop.ledger().ended(own, visitor);
                });
        return own.tally();
    }

    /** Gives this connection's bytes to somebody else; {@link #handOverRest} follows. */
    void handOver(ChannelInboundHandlerAdapter successor) {
        answer = null;
        line.handOver(successor);
    }

    /** Gives away what had been read before. */
    void handOverRest() {
        line.handOverRest();
    }

    @Override
    public void checkDeadlines(long now) {
        if (held) {
            deadlines.bodyProgress();
            readIfWanted();
        }
        if (deadlines.isOver(now, answer == null, requests.wantsBody(), line.pending())) {
            timeOut();
        } else if (answer != null) {
            answer.checkDeadlines(now);
            watch.check(now);
        }
    }

    private void timeOut() {
        if (answer != null && exchange.replyDone()) {
            giveUpBody();
        } else {
            close();
        }
    }

    /** The line has ended. */
    void gone() {
        watch.end();
        Answer left = answer;
        answer = null;
        if (left != null && !exchange.replyDone()) {
            left.clientGone();
            tally().cutBy("client");
            loop.ledger().ended(exchange, peer());
        }
    }
}
