package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Stream;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from a stream to its answer. What the answer has no room for
 * waits here, and is returned to the stream's window only when it is taken: the window bounds it.
 * Small frames are joined, so that what waits takes no more memory than it has bytes.
 */
final class Http2Inflow {
    private final Http2ClientHandler owner;
    private final Http2Stream stream;
    private final ClientConnection client;
    private @Nullable ByteBuf held;
    private @Nullable LastHttpContent last;
    private boolean complete;
    private boolean delivering;

    Http2Inflow(Http2ClientHandler owner, Http2Stream stream, ClientConnection client) {
        this.owner = owner;
        this.stream = stream;
        this.client = client;
    }

    /** Takes what is readable, not owned; true when the answer got it at once. */
    boolean add(ByteBuf data) {
        ByteBuf before = held;
        if (!data.isReadable()) {
            return false;
        }
        if (before == null && !delivering && client.takesBody()) {
            give(data.retainedDuplicate());
            return true;
        }
        if (before == null) {
            before = owner.channel().alloc().buffer(data.readableBytes());
            held = before;
        }
        before.writeBytes(data.duplicate());
        return false;
    }

    /** The client sends nothing any more. */
    void complete() {
        complete = true;
    }

    /** Nothing follows but this. */
    void end(LastHttpContent trailers) {
        last = trailers;
        complete = true;
    }

    /** Whether the client has sent everything. */
    boolean isComplete() {
        return complete;
    }

    boolean hasMore() {
        return held != null || last != null;
    }

    /** Gives what the answer has room for; false when that is nothing. */
    boolean deliver() {
        if (delivering) {
            return false;
        }
        delivering = true;
        try {
            ByteBuf waiting = held;
            boolean given = false;
            if (waiting != null && client.takesBody()) {
                held = null;
                give(waiting);
                given = true;
            }
            LastHttpContent end = last;
            if (held == null && end != null && client.requests().takes()) {
                last = null;
                client.requests().body(end);
                given = true;
            }
            return given;
        } finally {
            delivering = false;
        }
    }

    private void give(ByteBuf part) {
        int bytes = part.readableBytes();
        client.requests().body(new DefaultHttpContent(part));
        owner.taken(stream, bytes);
    }

    void drop() {
        ByteBuf waiting = held;
        held = null;
        last = null;
        if (waiting != null) {
            waiting.release();
        }
    }
}
