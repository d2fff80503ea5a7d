package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

/** Writes frames of streams, and flushes once for all that a turn of the event loop brings. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2Output {
    private final Http2ConnectionHandler handler;
    private final ChannelHandlerContext ctx;
    private boolean flushing;

    Http2Output(Http2ConnectionHandler handler, ChannelHandlerContext ctx) {
        this.handler = handler;
        this.ctx = ctx;
    }

    void headers(Http2Stream stream, Http2Headers fields, boolean last) {
        handler.encoder().writeHeaders(ctx, stream.id(), fields, 0, last, ctx.newPromise());
    }

    /**
     * Writes when the windows allow it.
     *
     * @param sent called when the data has left, or never will
     */
    void data(Http2Stream stream, ByteBuf data, boolean last, Runnable sent) {
        handler.encoder()
                .writeData(ctx, stream.id(), data, 0, last, ctx.newPromise())
                .addListener(_ -> sent.run());
    }

    void reset(Http2Stream stream, Http2Error error) {
        handler.encoder().writeRstStream(ctx, stream.id(), error.code(), ctx.newPromise());
        flushSoon();
    }

    void flushSoon() {
        if (!flushing) {
            flushing = true;
            ctx.channel()
                    .eventLoop()
                    .execute(() -> {
                        flushing = false;
                        handler.flush(ctx);
                    });
        }
    }
}
