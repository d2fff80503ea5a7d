package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Turns messages of HTTP/1.1 into bytes. A head waits for what follows it, until the next flush at
 * the latest, so that a small message leaves in one buffer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // promises are handed on, or void
class MessageEncoder extends ChannelOutboundHandlerAdapter {
    /** Content that is copied behind what waits rather than written by itself. */
    private static final int SMALL = 4 * 1024;

    private static final int LINE = (int) '\r' << 8 | '\n';

    private @Nullable ByteBuf waiting;
    private Body body = Body.PLAIN;

    private enum Body {
        /** As it is; also for what is no message. */
        PLAIN,
        CHUNKED,
        /** Left out. */
        NONE
    }

    /** Whether the body of this message is left out, whatever its headers say. */
    boolean isWithoutBody(HttpMessage message) {
        return false;
    }

    @Override
    public final void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpMessage head) {
            head(ctx, head);
        }
        if (message instanceof HttpContent content) {
            content(ctx, content, promise);
        } else if (message instanceof HttpMessage) {
            promise.trySuccess();
        } else {
            pass(ctx);
            ctx.write(message, promise);
        }
    }

    @Override
    public final void flush(ChannelHandlerContext ctx) {
        pass(ctx);
        ctx.flush();
    }

    @Override
    public final void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        drop();
        ctx.close(promise);
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            pass(ctx);
        }
        drop();
    }

    private void drop() {
        ReferenceCountUtil.release(waiting);
        waiting = null;
    }

    /** Writes what waits. */
    private void pass(ChannelHandlerContext ctx) {
        ByteBuf ready = waiting;
        if (ready != null) {
            waiting = null;
            ctx.write(ready, ctx.voidPromise());
        }
    }

    /** What waits; when nothing did, with room for so much. */
    private ByteBuf waiting(ChannelHandlerContext ctx, int room) {
        ByteBuf ready = waiting;
        if (ready == null) {
            ready = ctx.alloc().directBuffer(room);
            waiting = ready;
        }
        return ready;
    }

    private void head(ChannelHandlerContext ctx, HttpMessage message) {
        HttpHeaders headers = message.headers();
        Lines lines = headers instanceof HeadLines own ? own.lines() : null;
        int most = lines == null ? 512 : lines.mostBytes();
        ByteBuf to = waiting(ctx, most + bodyRoom(message));
        firstLine(to, message);
        if (lines != null) {
            lines.write(to);
        } else {
            others(to, headers);
        }
        ByteBufUtil.writeShortBE(to, LINE);
        body =
                isWithoutBody(message)
                        ? Body.NONE
                        : HttpUtil.isTransferEncodingChunked(message) ? Body.CHUNKED : Body.PLAIN;
    }

    /** A guess; the buffer grows when there is more. */
    private static int bodyRoom(HttpMessage message) {
        return message instanceof HttpResponse ? 128 + SMALL / 2 : 128;
    }

    private static void firstLine(ByteBuf to, HttpMessage message) {
        if (message instanceof HttpRequest request) {
            Lines.writeText(to, request.method().asciiName());
            to.writeByte(' ');
            Lines.writeText(to, request.uri());
            to.writeByte(' ');
            Lines.writeText(to, request.protocolVersion().text());
        } else if (message instanceof HttpResponse reply) {
            Lines.writeText(to, reply.protocolVersion().text());
            to.writeByte(' ');
            Lines.writeText(to, reply.status().codeAsText());
            to.writeByte(' ');
            Lines.writeText(to, reply.status().reasonPhrase());
        }
        ByteBufUtil.writeShortBE(to, LINE);
    }

    private static void others(ByteBuf to, HttpHeaders headers) {
        headers.iteratorCharSequence()
                .forEachRemaining((Map.Entry<CharSequence, CharSequence> line) ->
                        Lines.writeLine(to, line.getKey(), line.getValue()));
    }

    private void content(ChannelHandlerContext ctx, HttpContent content, ChannelPromise promise) {
        ByteBuf data = content.content();
        int bytes = data.readableBytes();
        boolean whole = content instanceof LastHttpContent;
        if (body == Body.NONE || (bytes == 0 && !whole)) {
            content.release();
        } else if (body == Body.CHUNKED) {
            chunk(ctx, content, bytes);
        } else {
            data(ctx, content, bytes);
        }
        promise.trySuccess();
    }

    private void data(ChannelHandlerContext ctx, HttpContent content, int bytes) {
        ByteBuf ready = waiting;
        if (ready != null && bytes <= SMALL && ready.readableBytes() <= 4 * SMALL) {
            ready.writeBytes(content.content());
            content.release();
        } else if (bytes == 0) {
            content.release();
        } else {
            pass(ctx);
            ctx.write(content.content(), ctx.voidPromise());
        }
    }

    private void chunk(ChannelHandlerContext ctx, HttpContent content, int bytes) {
        if (bytes > 0) {
            ByteBuf to = waiting(ctx, 64 + Math.min(bytes, SMALL));
            Lines.writeText(to, Integer.toHexString(bytes));
            ByteBufUtil.writeShortBE(to, LINE);
            if (bytes <= SMALL) {
                to.writeBytes(content.content());
            } else {
                pass(ctx);
                ctx.write(content.content().retainedSlice(), ctx.voidPromise());
            }
            ByteBufUtil.writeShortBE(waiting(ctx, 64), LINE);
        }
        if (content instanceof LastHttpContent last) {
            ByteBuf to = waiting(ctx, 64);
            to.writeByte('0');
            ByteBufUtil.writeShortBE(to, LINE);
            others(to, last.trailingHeaders());
            ByteBufUtil.writeShortBE(to, LINE);
        }
        content.release();
    }
}
