package dev.stead.gateway;

import dev.stead.gateway.RequestCheck.Outcome;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A client's connection: one request after the other, each answered by an {@link Answer}.
 *
 * <pre>
 * idle --head--> answering --reply ended, body read--> idle | closing
 *                    |----reply ended, body not read--> discarding --body read--> idle | closing
 *                    |----101--> handed over to a {@link Relay}
 * </pre>
 *
 * Nothing is read from the socket unless somebody has room for it; what the decoder had read beyond
 * a request waits in {@code waiting}, which one read bounds.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Timed {
    private static final int LINGER_SECONDS = 5;

    private final Channel channel;
    private final Loop loop;
    private final Answers answers;
    private final Listener listener;
    private final RequestDecoder decoder;
    private final ReplyEncoder encoder;
    private final ClientDeadlines deadlines;
    private final WatchSlot watch = new WatchSlot();
    private final Deque<HttpObject> waiting = new ArrayDeque<>();
    private @Nullable Peer peer;
    private @Nullable Answer answer;
    private Exchange exchange = Exchange.none();
    private boolean pumping;
    private boolean held;
    private boolean closing;

    ClientConnection(Channel channel, Loop loop, Answers answers, Listener listener) {
        this.channel = channel;
        this.loop = loop;
        this.answers = answers;
        this.listener = listener;
        this.deadlines = new ClientDeadlines(loop);
        this.decoder = new RequestDecoder(this::headBegins);
        this.encoder = new ReplyEncoder();
    }

    /** Adds this and its codec to the end of the channel's pipeline, and begins to read. */
    void install() {
        channel.pipeline().addLast(decoder, encoder, this);
        loop.watch(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel.read();
    }

    Channel channel() {
        return channel;
    }

    Loop loop() {
        return loop;
    }

    /** Who is at the other end. */
    Peer peer() {
        Peer known = peer;
        if (known == null) {
            known = Peer.of(channel);
            peer = known;
        }
        return known;
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

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpObject object) {
            waiting.add(object);
            pump();
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        bodyIsAtHand();
        readIfWanted();
    }

    private void headBegins() {
        if (answer == null) {
            deadlines.headBegins();
        }
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (answer == null || (!exchange.requestDone() && !answer.isDeciding())) {
                HttpObject next = waiting.poll();
                if (next == null) {
                    return;
                }
                take(next);
            }
        } finally {
            pumping = false;
        }
    }

    private void take(HttpObject object) {
        if (closing) {
            ReferenceCountUtil.release(object);
        } else if (object instanceof HttpRequest head) {
            begin(head);
        } else if (object instanceof HttpContent content) {
            body(content);
        }
    }

    private void begin(HttpRequest head) {
        exchange = new Exchange(head, loop.newRequestId(), System.nanoTime());
        watch.end();
        deadlines.requestBegins();
        Answer chosen = choose(head);
        answer = chosen;
        chosen.begin();
    }

    /** The answer that only looked for another one gives way to it. */
    void decided(Answer next) {
        answer = next;
        next.begin();
        pump();
        bodyIsAtHand();
        readIfWanted();
    }

    /** What {@link #pump} gave to the answer outside of a read is complete. */
    private void bodyIsAtHand() {
        if (answer != null) {
            answer.readComplete();
        }
    }

    private Answer choose(HttpRequest head) {
        return switch (RequestCheck.check(head)) {
            case Outcome.Bad(HttpResponseStatus status) -> {
                exchange.giveUpReading();
                yield new PageAnswer(this, () -> ErrorPage.of(this, status));
            }
            case Outcome.Fine(String host, RequestPath path) ->
                    answers.choose(this, new Request(head, host, path, exchange.id()));
        };
    }

    private void body(HttpContent content) {
        deadlines.bodyProgress();
        tally().received(content.content().readableBytes());
        if (content.decoderResult().isFailure()) {
            content.release();
            refuseBody();
            return;
        }
        if (content instanceof LastHttpContent) {
            exchange.requestEnds();
        }
        if (exchange.replyDone() || answer == null) {
            discard(content);
            if (exchange.requestDone() && exchange.replyDone()) {
                finish();
            }
        } else {
            watch.used();
            answer.body(content);
        }
    }

    private void discard(HttpContent content) {
        int bytes = content.content().readableBytes();
        content.release();
        if (!exchange.discard(bytes)) {
            close();
        }
    }

    /** Asks for more of the client when the answer has room for it. */
    void readIfWanted() {
        boolean body = answer != null && exchange.wantsBody(answer);
        held = body && loop.limits().isMemoryTight();
        if (answer == null || (body && !held)) {
            deadlines.bodyProgress();
            channel.read();
        }
    }

    private void refuseBody() {
        // The rest of this connection cannot be understood: answer, then close.
        exchange.giveUpReading();
        if (answer != null && !exchange.replyDone()) {
            answer.clientGone();
            replyFailed(HttpResponseStatus.BAD_REQUEST);
        } else {
            close();
        }
    }

    // What the client gets.

    /** Whether the client has room. */
    boolean writable() {
        return channel.isWritable();
    }

    /** Relays an interim reply (1xx). */
    void interim(HttpResponse reply) {
        exchange.interim(reply.status());
        encoder.nextAnswersHead(false);
        Wire.write(channel, reply);
        Wire.write(channel, LastHttpContent.EMPTY_LAST_CONTENT);
        channel.flush();
    }

    /** Begins the final reply; its framing headers must be right. */
    void reply(HttpResponse head) {
        exchange.replyBegins(head, listener.isOpen());
        encoder.nextAnswersHead(exchange.answersHead());
        Wire.write(channel, head);
    }

    /** Writes a part of the reply's body; owned. */
    void write(Object content) {
        tally().sent(content);
        Wire.write(channel, content);
    }

    void flush() {
        channel.flush();
    }

    /** Ends the reply. */
    void end(LastHttpContent last) {
        tally().sent(last);
        Wire.write(channel, last);
        endReply();
    }

    private void endReply() {
        channel.flush();
        exchange.replyEnds();
        loop.ledger().ended(exchange, peer());
        if (exchange.requestDone()) {
            finish();
        } else {
            deadlines.lastChance(LINGER_SECONDS);
            readIfWanted();
        }
    }

    /** The answer has let go of everything and has no reply, or not all of it. */
    void replyFailed(HttpResponseStatus status) {
        if (exchange.replyBegun()) {
            close();
        } else {
            replyWith(ErrorPage.of(this, status));
        }
    }

    /** A whole reply at once. */
    void replyWith(FullHttpResponse page) {
        if (!exchange.answersHead()) {
            tally().sent(page);
        }
        reply(page);
        endReply();
    }

    private void finish() {
        answer = null;
        watch.end();
        if (exchange.keepAlive()) {
            deadlines.requestEnded(decoder.isInsideHead());
            boolean outside = !pumping;
            pump();
            if (outside) {
                bodyIsAtHand();
                readIfWanted();
            }
        } else {
            closing = true;
            Wire.closeAfterFlush(channel, LINGER_SECONDS);
        }
    }

    /** Cuts the connection: the client must not take what it got for complete. */
    void close() {
        tally().cutBy("gateway");
        closing = true;
        Wire.close(channel);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        deadlines.writable(channel.isWritable());
        if (channel.isWritable() && answer != null && !exchange.replyDone()) {
            answer.clientWritable();
        }
    }

    /** Whether nothing stands between this connection and another protocol. */
    boolean maySwitch() {
        return exchange.requestDone() && waiting.isEmpty() && channel.isActive();
    }

    /** What the connection becomes is written down once it is closed. */
    @SuppressWarnings("FutureReturnValueIgnored")
    Tally upgraded(String protocol) {
        Exchange own = exchange;
        Peer visitor = peer();
        own.tally().upgraded(protocol);
        loop.ledger().upgraded();
        channel.closeFuture()
                .addListener(_ -> {
                    loop.ledger().upgradeEnded();
                    loop.ledger().ended(own, visitor);
                });
        return own.tally();
    }

    /** Gives this connection's bytes to somebody else. */
    void handOver(ChannelInboundHandlerAdapter successor) {
        answer = null;
        closing = true;
        loop.unwatch(this);
        channel.pipeline().addLast(successor);
        channel.pipeline().remove(this);
        channel.pipeline().remove(encoder);
        channel.pipeline().remove(decoder);
    }

    @Override
    public void checkDeadlines(long now) {
        boolean wantsBody = answer != null && exchange.wantsBody(answer);
        if (held) {
            deadlines.bodyProgress();
            readIfWanted();
        }
        if (deadlines.isOver(now, answer == null, wantsBody)) {
            close();
        } else if (answer != null) {
            answer.checkDeadlines(now);
            watch.check(now);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        watch.end();
        loop.unwatch(this);
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        Answer left = answer;
        answer = null;
        if (left != null && !exchange.replyDone()) {
            left.clientGone();
            tally().cutBy("client");
            loop.ledger().ended(exchange, peer());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        close();
    }
}
