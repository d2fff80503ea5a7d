package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

import org.jspecify.annotations.Nullable;

/**
 * A reply on its way to its stream. Counts what was written and has not left yet, for want of a
 * window or of room in the socket, so that neither a stream nor all of them together grow.
 */
final class Http2Outflow {
    private static final int HIGH = 64 * 1024;
    private static final int LOW = 32 * 1024;

    private final Http2ClientHandler owner;
    private final Http2Stream stream;
    private final Loop loop;
    private final ClientConnection client;
    private @Nullable Http2Headers head;
    private @Nullable Runnable onceSent;
    private boolean bodyless;
    private boolean ended;
    private boolean full;
    private int pending;
    private int taken;
    private long due = Long.MAX_VALUE;

    Http2Outflow(Http2ClientHandler owner, Http2Stream stream, Loop loop, ClientConnection client) {
        this.owner = owner;
        this.stream = stream;
        this.loop = loop;
        this.client = client;
    }

    boolean writable() {
        return !full && owner.channel().isWritable();
    }

    /** Bytes of the reply that have not left. */
    int pending() {
        return pending;
    }

    boolean isEnded() {
        return ended;
    }

    void interim(HttpResponse reply) {
        owner.output().headers(stream, Http2Fields.of(reply), false);
        owner.output().flushSoon();
    }

    /** Waits for the first part of the body, as a reply without one is a single frame. */
    void head(HttpResponse reply, boolean answersHead) {
        HttpResponseStatus status = reply.status();
        head = Http2Fields.of(reply);
        bodyless =
                answersHead
                        || status.equals(HttpResponseStatus.NO_CONTENT)
                        || status.equals(HttpResponseStatus.NOT_MODIFIED);
    }

    void write(ByteBuf data) {
        if (bodyless || !data.isReadable()) {
            data.release();
            return;
        }
        writeHead(false);
        send(data, false);
    }

    void end(ByteBuf data, HttpHeaders trailers) {
        boolean empty = bodyless || !data.isReadable();
        ended = true;
        if (pending > 0) {
            // What might come for ever may not stay for ever.
            due = due();
        }
        if (empty && trailers.isEmpty() && head != null) {
            data.release();
            writeHead(true);
        } else {
            writeHead(false);
            endBody(data, empty, trailers);
        }
        owner.output().flushSoon();
    }

    private void endBody(ByteBuf data, boolean empty, HttpHeaders trailers) {
        boolean last = bodyless || trailers.isEmpty();
        if (empty) {
            data.release();
        }
        if (!empty || last) {
            send(empty ? Unpooled.EMPTY_BUFFER : data, last);
        }
        if (!last) {
            owner.output().headers(stream, Http2Fields.ofTrailers(trailers), true);
        }
    }

    void flush() {
        writeHead(false);
        owner.output().flushSoon();
    }

    private void writeHead(boolean last) {
        Http2Headers unsent = head;
        if (unsent != null) {
            head = null;
            owner.output().headers(stream, unsent, last);
        }
    }

    private void send(ByteBuf data, boolean last) {
        int bytes = data.readableBytes();
        if (pending == 0) {
            due = due();
            taken = 0;
        }
        pending += bytes;
        full |= pending >= HIGH;
        owner.output().data(stream, data, last, () -> sent(bytes));
        if (full) {
            client.writabilityChanged();
        }
    }

    private long due() {
        long stall = client.stall();
        return stall == Long.MAX_VALUE ? stall : loop.now() + stall;
    }

    private void sent(int bytes) {
        pending -= bytes;
        taken += bytes;
        owner.budget().sent(bytes);
        if (stream.state() == Http2Stream.State.CLOSED) {
            // It failed, and more would too: the end of the stream is about to be told.
            return;
        }
        if (pending == 0) {
            due = Long.MAX_VALUE;
        } else if (taken >= Leaving.PROGRESS) {
            taken = 0;
            due = due();
        }
        if (full && pending < LOW) {
            full = false;
            client.writabilityChanged();
        }
        runOnceSent();
    }

    /** The socket has room again. */
    void connectionWritable() {
        if (!full) {
            client.writabilityChanged();
        }
    }

    /** Does something when everything that was written has left. */
    void onceSent(Runnable action) {
        onceSent = action;
        runOnceSent();
    }

    private void runOnceSent() {
        Runnable action = onceSent;
        if (action != null && pending == 0) {
            onceSent = null;
            action.run();
        }
    }

    boolean isStalled(long now) {
        return due != Long.MAX_VALUE && now - due > 0;
    }
}
