package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

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
final class ClientConnection implements Timed {
    private static final int LINGER_SECONDS = 5;

    private final ClientLine line;
    private final Loop loop;
    private final ClientDeadlines deadlines;
    private final ClientRequests requests;
    private final WatchSlot watch = new WatchSlot();
    private @Nullable Answer answer;
    private Exchange exchange = Exchange.none();

    ClientConnection(ClientLine line, Loop loop, Answers answers) {
        this.line = line;
        this.loop = loop;
        this.deadlines = new ClientDeadlines(loop);
        this.requests = new ClientRequests(this, answers, deadlines);
    }

    /** The connection to the client, which other requests of the same client may share. */
    Channel channel() {
        return line.channel();
    }

    Loop loop() {
        return loop;
    }

    /** Who is at the other end. */
    Peer peer() {
        return line.peer();
    }

    /** Name and version of the client's protocol, as access logs write it. */
    String protocol() {
        return line.protocol();
    }

    /** What is told about the request that is being answered. */
    Tally tally() {
        return exchange.tally();
    }

    String requestId() {
        return exchange.id();
    }

    /** Headers of the request that is being answered. */
    HttpHeaders requestHeaders() {
        return exchange.headers();
    }

    boolean requestDone() {
        return exchange.requestDone();
    }

    /** Whether the client speaks HTTP/1.0, which knows neither chunks nor interim replies. */
    boolean oldVersion() {
        return exchange.oldVersion();
    }

    /** Looks after the request under way when the right to it may end. */
    WatchSlot watch() {
        return watch;
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
        exchange = next;
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

    /** Asks for more of the client when the answer has room for it. */
    void readIfWanted() {
        if (answer == null || requests.wantsBody()) {
            deadlines.bodyProgress();
            line.read();
        }
    }

    // What the client gets.

    /** Whether the client has room. */
    boolean writable() {
        return line.writable();
    }

    void writabilityChanged() {
        boolean writable = line.writable();
        deadlines.writable(writable);
        if (writable && answer != null && !exchange.replyDone()) {
            answer.clientWritable();
        }
    }

    /** Relays an interim reply (1xx). */
    void interim(HttpResponse reply) {
        exchange.interim(reply.status());
        line.interim(reply);
    }

    /** Begins the final reply; its framing headers must be right. */
    void reply(HttpResponse head) {
        exchange.replyBegins(head, line.mayKeep());
        line.head(head, exchange.answersHead());
    }

    /** Writes a part of the reply's body; owned. */
    void write(Object content) {
        line.write(content);
    }

    void flush() {
        line.flush();
    }

    /** Ends the reply. */
    void end(LastHttpContent last) {
        line.end(last);
        endReply();
    }

    /** A whole reply at once. */
    void replyWith(FullHttpResponse page) {
        exchange.replyBegins(page, line.mayKeep());
        line.whole(page, exchange.answersHead());
        endReply();
    }

    /** The answer has let go of everything and has no reply, or not all of it. */
    void replyFailed(HttpResponseStatus status) {
        if (exchange.replyBegun()) {
            close();
        } else {
            replyWith(ErrorPage.of(this, status));
        }
    }

    private void endReply() {
        exchange.replyEnds();
        if (exchange.requestDone()) {
            finish();
        } else {
            deadlines.lastChance(LINGER_SECONDS);
            readIfWanted();
        }
    }

    // The end.

    /** Request and reply have both ended. */
    void finish() {
        answer = null;
        watch.end();
        line.over(exchange.keepAlive());
    }

    /** Cuts the connection or stream: the client must not take what it got for complete. */
    void close() {
        line.cut();
    }

    /** Whether nothing stands between this connection and another protocol. */
    boolean maySwitch() {
        return exchange.requestDone() && line.maySwitch();
    }

    /** Gives this connection's bytes to somebody else. */
    void handOver(ChannelInboundHandlerAdapter successor) {
        answer = null;
        line.handOver(successor);
    }

    @Override
    public void checkDeadlines(long now) {
        if (deadlines.isOver(now, answer == null, requests.wantsBody())) {
            close();
        } else if (answer != null) {
            answer.checkDeadlines(now);
            watch.check(now);
        }
    }

    /** The line has ended. */
    void gone() {
        watch.end();
        Answer left = answer;
        answer = null;
        if (left != null && !exchange.replyDone()) {
            left.clientGone();
        }
    }
}
