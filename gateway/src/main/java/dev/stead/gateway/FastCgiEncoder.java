package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageEncoder;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.List;

/** Turns a request into records; the body's bytes are passed on as they are. */
final class FastCgiEncoder extends MessageToMessageEncoder<HttpObject> {
    private final FastCgiDecoder decoder;

    /**
     * An encoder.
     *
     * @param decoder told what is asked, which decides how the answer is read
     */
    FastCgiEncoder(FastCgiDecoder decoder) {
        super(HttpObject.class);
        this.decoder = decoder;
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, HttpObject message, List<Object> out) {
        if (message instanceof CgiRequest request) {
            decoder.asked(ctx, request);
            ByteBuf head = ctx.alloc().buffer(1024);
            FastCgi.begin(head);
            FastCgi.params(head, request.variables());
            out.add(head);
        }
        if (message instanceof HttpContent content) {
            body(ctx, content.content(), out);
        }
        if (message instanceof LastHttpContent) {
            ByteBuf end = ctx.alloc().buffer(FastCgi.HEADER);
            FastCgi.header(end, FastCgi.STDIN, 0);
            out.add(end);
        }
    }

    private static void body(ChannelHandlerContext ctx, ByteBuf bytes, List<Object> out) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            int length = Math.min(FastCgi.MOST_CONTENT, bytes.writerIndex() - at);
            ByteBuf head = ctx.alloc().buffer(FastCgi.HEADER);
            FastCgi.header(head, FastCgi.STDIN, length);
            out.add(head);
            out.add(bytes.retainedSlice(at, length));
            at += length;
        }
    }
}
