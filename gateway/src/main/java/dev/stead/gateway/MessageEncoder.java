package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ReferenceCounted;

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
        switch (message) {
            case HttpContent content -> {
                part(ctx, content.content(), content);
                if (content instanceof LastHttpContent last) {
                    end(ctx, last);
                }
                promise.trySuccess();
            }
            case HttpMessage _ -> promise.trySuccess();
            case ByteBuf bytes when bytes.isReadable() && body != Body.PLAIN -> {
                part(ctx, bytes, bytes);
                promise.trySuccess();
            }
            case FileRegion region when body == Body.NONE -> {
                region.release();
                promise.trySuccess();
            }
            default -> {
                pass(ctx);
                ctx.write(message, promise);
            }
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

    /**
     * A part of a body.
     *
     * @param owner of the bytes, to be released
     */
    private void part(ChannelHandlerContext ctx, ByteBuf data, ReferenceCounted owner) {
        int bytes = data.readableBytes();
        if (body == Body.NONE || bytes == 0) {
            owner.release();
        } else if (body == Body.CHUNKED) {
            ByteBuf to = waiting(ctx, 64 + Math.min(bytes, SMALL));
            Lines.writeText(to, Integer.toHexString(bytes));
            ByteBufUtil.writeShortBE(to, LINE);
            data(ctx, data, owner);
            ByteBufUtil.writeShortBE(waiting(ctx, 64), LINE);
        } else {
            data(ctx, data, owner);
        }
    }

    private void data(ChannelHandlerContext ctx, ByteBuf data, ReferenceCounted owner) {
        ByteBuf ready = waiting;
        if (ready != null && data.readableBytes() <= SMALL && ready.readableBytes() <= 4 * SMALL) {
            ready.writeBytes(data);
            owner.release();
        } else {
            pass(ctx);
            // What owns the bytes ends with them.
            ctx.write(data, ctx.voidPromise());
        }
    }

    private void end(ChannelHandlerContext ctx, LastHttpContent last) {
        if (body == Body.CHUNKED) {
            ByteBuf to = waiting(ctx, 64);
            to.writeByte('0');
            ByteBufUtil.writeShortBE(to, LINE);
            others(to, last.trailingHeaders());
            ByteBufUtil.writeShortBE(to, LINE);
        }
        body = Body.PLAIN;
    }
}
