package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;

import java.nio.charset.StandardCharsets;

/**
 * How an HTTP/2 connection ends (RFC 9113, 6.8).
 *
 * <pre>
 * open --leave--> noticed --a moment later--> leaving --no streams--> closed
 *   |----fail--> failed --client has read why, or a moment later--> closed
 * </pre>
 *
 * To leave takes two GOAWAY: the first ends nothing, as requests may be on their way already; the
 * second names the last that is answered. A failed connection is read and forgotten for a moment,
 * since closing it with something unread would take the reason from the client as well.
 */
final class Http2Farewell {
    private static final long NOTICE = 1_000_000_000L;
    private static final long LINGER = 1_000_000_000L;
    private static final long MOST_FORGOTTEN = 4 << 20;

    private final Http2ConnectionHandler handler;
    private State state = State.OPEN;
    private long due;
    private long forgotten;

    private enum State {
        OPEN,
        NOTICED,
        LEAVING,
        FAILED
    }

    Http2Farewell(Http2ConnectionHandler handler) {
        this.handler = handler;
    }

    boolean isFailed() {
        return state == State.FAILED;
    }

    /** Begins to leave, if that has not begun. */
    void leave(ChannelHandlerContext ctx, long now) {
        if (state == State.OPEN) {
            state = State.NOTICED;
            due = now + NOTICE;
            goAway(ctx, Integer.MAX_VALUE);
        }
    }

    /** Leaves at once: what the client sends from now on is not answered. */
    void leaveNow(ChannelHandlerContext ctx) {
        if (state == State.OPEN || state == State.NOTICED) {
            state = State.LEAVING;
            goAway(ctx, handler.connection().remote().lastStreamCreated());
        }
    }

    /** Ends with an error; false when it has failed before. */
    @SuppressWarnings("FutureReturnValueIgnored")
    boolean fail(ChannelHandlerContext ctx, Http2Error error, String why, long now) {
        if (state == State.FAILED) {
            return false;
        }
        state = State.FAILED;
        due = now + LINGER;
        ByteBuf text = Unpooled.copiedBuffer(why, StandardCharsets.UTF_8);
        int last = handler.connection().remote().lastStreamCreated();
        handler.encoder()
                .frameWriter()
                .writeGoAway(ctx, last, error.code(), text, ctx.newPromise());
        ctx.flush();
        return true;
    }

    /** What a failed connection still sent; closes it when that is too much. */
    void forget(ChannelHandlerContext ctx, int bytes) {
        forgotten += bytes;
        if (forgotten > MOST_FORGOTTEN) {
            Wire.close(ctx.channel());
        }
    }

    void tick(ChannelHandlerContext ctx, long now) {
        switch (state) {
            case OPEN -> {}
            case NOTICED -> {
                if (now - due > 0) {
                    leaveNow(ctx);
                }
            }
            case LEAVING -> {
                if (handler.connection().numActiveStreams() == 0) {
                    Wire.closeAfterFlush(ctx.channel(), 1);
                }
            }
            case FAILED -> {
                if (now - due > 0) {
                    Wire.close(ctx.channel());
                }
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void goAway(ChannelHandlerContext ctx, int last) {
        handler.goAway(
                ctx, last, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
        ctx.flush();
    }
}
