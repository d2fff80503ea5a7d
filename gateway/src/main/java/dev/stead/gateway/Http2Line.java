package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * A stream of a client's HTTP/2 connection: one request and its reply.
 *
 * <pre>
 * open --request read, reply written--> closed
 *  |----reply written, request not read--> open, until the rest is read or refused
 *  '----reset by either side--> closed
 * </pre>
 */
final class Http2Line implements ClientLine {
    private final Http2ClientHandler owner;
    private final Http2Stream stream;
    private final ClientConnection client;
    private final Http2Inflow inflow;
    private final Http2Outflow outflow;
    private boolean over;
    private boolean closed;

    Http2Line(Http2ClientHandler owner, Http2Stream stream, Loop loop, Answers answers) {
        this.owner = owner;
        this.stream = stream;
        this.client = new ClientConnection(this, loop, answers);
        this.inflow = new Http2Inflow(owner, stream, client);
        this.outflow = new Http2Outflow(owner, stream, loop, client);
    }

    @Override
    public Channel channel() {
        return owner.channel();
    }

    @Override
    public Visitors visitors() {
        return owner.visitors();
    }

    @Override
    public String protocol() {
        return "HTTP/2";
    }

    /** A stream carries one request; whether others may follow is the connection's matter. */
    @Override
    public boolean mayKeep() {
        return true;
    }

    // What the client sends.

    void begin(HttpRequest head, boolean bare) {
        if (bare) {
            inflow.complete();
        }
        client.requests().begin(head);
        if (bare && !over) {
            inflow.end(LastHttpContent.EMPTY_LAST_CONTENT);
            deliver(false);
        }
    }

    /** Says how many bytes it keeps for later. */
    int data(ByteBuf data, boolean last) {
        if (over || closed) {
            return 0;
        }
        int bytes = data.readableBytes();
        boolean given = inflow.add(data);
        if (last) {
            inflow.end(LastHttpContent.EMPTY_LAST_CONTENT);
        }
        deliver(given);
        // Whatever of it was delivered has been returned to the windows by that.
        return bytes;
    }

    void trailers(LastHttpContent last) {
        inflow.end(last);
        deliver(false);
    }

    private void deliver(boolean given) {
        if (!closed && (inflow.deliver() || given)) {
            owner.lines().touched(this);
        }
    }

    /** One read of the connection is complete. */
    void bodyIsAtHand() {
        if (!closed) {
            client.requests().bodyIsAtHand();
        }
    }

    /** One request that cannot be answered leaves the others alone. */
    void broke() {
        reset(Http2Error.INTERNAL_ERROR);
    }

    /** Not at once: the answer that has room may be in the middle of something. */
    @Override
    public void read() {
        if (inflow.hasMore()) {
            owner.later(this::resume);
        }
    }

    @Override
    public void resume() {
        if (!closed && inflow.deliver()) {
            client.requests().bodyIsAtHand();
        }
    }

    // What the client gets.

    @Override
    public boolean writable() {
        return outflow.writable();
    }

    @Override
    public long pending() {
        return outflow.pending();
    }

    /** How long its client may take nothing, nanoseconds; {@link Long#MAX_VALUE} for ever. */
    long stall() {
        return client.stall();
    }

    @Override
    public void interim(HttpResponse reply) {
        if (!closed) {
            outflow.interim(reply);
        }
    }

    @Override
    public void head(HttpResponse reply, boolean answersHead) {
        outflow.head(reply, answersHead);
    }

    @Override
    public void whole(FullHttpResponse reply, boolean answersHead) {
        outflow.head(reply, answersHead);
        HttpHeaders trailers = reply.trailingHeaders();
        if (closed) {
            reply.release();
        } else {
            outflow.end(reply.content(), trailers);
        }
    }

    @Override
    public void write(Object content) {
        ByteBuf bytes = content instanceof HttpContent part ? part.content() : (ByteBuf) content;
        if (closed) {
            bytes.release();
        } else {
            outflow.write(bytes);
        }
    }

    @Override
    public void end(LastHttpContent last) {
        if (closed) {
            last.release();
        } else {
            outflow.end(last.content(), last.trailingHeaders());
        }
    }

    @Override
    public void flush() {
        if (!closed) {
            outflow.flush();
        }
    }

    // The end.

    @Override
    public void over(boolean keepAlive) {
        over = true;
        if (!inflow.isComplete()) {
            // The reply says it all: the client need not send the rest (RFC 9113, 8.1).
            outflow.onceSent(() -> reset(Http2Error.NO_ERROR));
        }
    }

    @Override
    public void cut() {
        if (outflow.isEnded()) {
            outflow.onceSent(() -> reset(Http2Error.NO_ERROR));
        } else {
            reset(Http2Error.INTERNAL_ERROR);
        }
    }

    void reset(Http2Error error) {
        if (!closed) {
            owner.output().reset(stream, error);
            inflow.drop();
            closed = true;
            owner.later(client::gone);
        }
    }

    /** The stream is no more. */
    void gone() {
        closed = true;
        inflow.drop();
        client.gone();
    }

    void connectionWritable() {
        if (!closed) {
            outflow.connectionWritable();
        }
    }

    void checkDeadlines(long now) {
        if (closed) {
            return;
        }
        if (outflow.isStalled(now)) {
            reset(Http2Error.CANCEL);
        } else if (!over) {
            client.checkDeadlines(now);
        }
    }

    /** Only connections of HTTP/1.1 can become another protocol. */
    @Override
    public boolean maySwitch() {
        return false;
    }

    @Override
    public void handOver(ChannelInboundHandlerAdapter successor) {
        throw new IllegalStateException("a stream cannot switch protocols");
    }

    @Override
    public void handOverRest() {}
}
