package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
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

    private final HeadText text;
    private @Nullable ByteBuf waiting;
    private Body body = Body.PLAIN;

    /**
     * Writes to one channel.
     *
     * @param text where heads are built; may be shared by all of one event loop
     */
    MessageEncoder(HeadText text) {
        this.text = text;
    }

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
        text.clear();
        firstLine(message);
        if (headers instanceof HeadLines own) {
            own.lines().write(text);
        } else {
            others(headers);
        }
        text.end();
        text.copyTo(waiting(ctx, text.length() + bodyRoom(message)));
        body =
                isWithoutBody(message)
                        ? Body.NONE
                        : HttpUtil.isTransferEncodingChunked(message) ? Body.CHUNKED : Body.PLAIN;
    }

    /** A guess; the buffer grows when there is more. */
    private static int bodyRoom(HttpMessage message) {
        return message instanceof HttpResponse ? 128 + SMALL / 2 : 128;
    }

    private void firstLine(HttpMessage message) {
        if (message instanceof HttpRequest request) {
            text.text(request.method().asciiName())
                    .raw(' ')
                    .text(request.uri())
                    .raw(' ')
                    .text(request.protocolVersion().text());
        } else if (message instanceof HttpResponse reply) {
            text.text(reply.protocolVersion().text())
                    .raw(' ')
                    .text(reply.status().codeAsText())
                    .raw(' ')
                    .text(reply.status().reasonPhrase());
        }
        text.end();
    }

    private void others(HttpHeaders headers) {
        headers.iteratorCharSequence()
                .forEachRemaining((Map.Entry<CharSequence, CharSequence> line) ->
                        text.line(line.getKey(), line.getValue()));
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
            text.clear().text(Integer.toHexString(bytes)).end();
            text.copyTo(waiting(ctx, 64 + Math.min(bytes, SMALL)));
            data(ctx, data, owner);
            waiting(ctx, 64).writeShort(LINE);
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
            text.clear().raw('0').end();
            others(last.trailingHeaders());
            text.end();
            text.copyTo(waiting(ctx, text.length()));
        }
        body = Body.PLAIN;
    }
}
