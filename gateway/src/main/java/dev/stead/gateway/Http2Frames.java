package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;

import java.util.Optional;

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
        Http2Stream stream = handler.connection().stream(streamId);
        Optional<Http2Line> known = handler.lines().of(stream);
        if (known.isPresent()) {
            HttpHeaders trailers = Http2Fields.trailers(streamId, headers);
            trailers(known.get(), new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers));
        } else {
            HttpRequest head = Http2RequestHead.of(streamId, headers, endOfStream);
            handler.budget().request();
            begin(handler.newLine(stream), head, endOfStream);
        }
    }

    private static void begin(Http2Line line, HttpRequest head, boolean bare) {
        try {
            line.begin(head, bare);
        } catch (RuntimeException e) {
            line.broke();
        }
    }

    private static void trailers(Http2Line line, LastHttpContent last) {
        try {
            line.trailers(last);
        } catch (RuntimeException e) {
            line.broke();
        }
    }

    /** Says how many bytes are kept: what a stream keeps is returned when it is no more. */
    private static int data(Http2Line line, ByteBuf data, boolean last) {
        try {
            return line.data(data, last);
        } catch (RuntimeException e) {
            line.broke();
            return data.readableBytes();
        }
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
        int kept =
                handler.lines().of(streamId).map(line -> data(line, data, endOfStream)).orElse(0);
        return data.readableBytes() - kept + padding;
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {
        handler.acknowledged();
    }
}
