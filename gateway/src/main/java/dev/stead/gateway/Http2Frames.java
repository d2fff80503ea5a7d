package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;

/** Takes frames that are in order, and gives them to the line of their stream. */
final class Http2Frames extends Http2FrameAdapter {
    private final Http2ClientHandler handler;

    Http2Frames(Http2ClientHandler handler) {
        this.handler = handler;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int streamId,
            Http2Headers headers,
            int streamDependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        handler.headers(streamId, headers, endOfStream);
    }

    /** What is not held back for the instance is returned to the windows at once. */
    @Override
    public int onDataRead(
            ChannelHandlerContext ctx,
            int streamId,
            ByteBuf data,
            int padding,
            boolean endOfStream) {
        if (data.isReadable()) {
            handler.budget().body();
        }
        int kept = handler.line(streamId).map(line -> line.data(data, endOfStream)).orElse(0);
        return data.readableBytes() - kept + padding;
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {
        handler.acknowledged();
    }
}
