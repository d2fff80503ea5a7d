package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.Errors;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import org.jspecify.annotations.Nullable;

/**
 * Turns bytes into messages of HTTP/1.1 without making objects of what nobody looks at. Everything
 * that comes is taken at once, unless it is held, so that no bytes are kept otherwise but those of
 * a head that is not complete.
 *
 * <pre>
 * head --none--> head    head --length--> data --all--> head    head --chunked--> chunks --> head
 *   '--cannot be understood--> broken (everything is thrown away)      head --until close--> data
 * </pre>
 */
abstract class MessageDecoder extends ChannelInboundHandlerAdapter {
    private static final int TRAILER_BYTES = 8 * 1024;

    private final HeadBytes.Rules heads;
    private final HeadBytes.Rules trailers;
    private HeadBytes head;
    private State state = State.HEAD;
    private @Nullable ChunkReader chunks;
    private long left;
    private @Nullable ByteBuf current;
    private final HeldBytes rest = new HeldBytes();
    private boolean held;
    private boolean removed;
    private boolean heard;
    private boolean cut;

    /** For messages with such heads. */
    MessageDecoder(HeadBytes.Rules heads) {
        this.heads = heads;
        this.trailers =
                new HeadBytes.Rules(
                        false, 0, TRAILER_BYTES, heads.fields(), heads.version(), heads.strict());
        this.head = new HeadBytes(heads);
    }

    private enum State {
        HEAD,
        LENGTH,
        CHUNKS,
        TRAILERS,
        UNTIL_CLOSE,
        BROKEN
    }

    /** How long the body of a message is. */
    sealed interface Body {
        record None() implements Body {}

        /**
         * @param bytes at least 1
         */
        record Length(long bytes) implements Body {}

        record Chunked() implements Body {}

        record UntilClose() implements Body {}

        /** Nothing behind this head can be understood. */
        record Unclear() implements Body {}
    }

    /** Makes a message of a head. */
    abstract HttpMessage message(HeadBytes head) throws HeadBytes.BadHead;

    /** How long its body is. */
    abstract Body body(HttpMessage message) throws HeadBytes.BadHead;

    /** A message that stands for one that cannot be understood. */
    abstract HttpMessage invalid();

    /** The first byte of a head has come. */
    void headBegins() {}

    /** The last part of a message is about to be passed on. */
    void messageEnds() {}

    /** Whether a part of a head has come, and not all of it; an empty line before it is none. */
    final boolean isInsideHead() {
        return state == State.HEAD && head.isBegun();
    }

    /** Whether a byte has come since {@link #listen}. */
    final boolean heard() {
        return heard;
    }

    /** From now on bytes count as heard. */
    final void listen() {
        heard = false;
    }

    /** Whether bytes have come behind the last message. */
    final boolean hasMore() {
        return (state == State.HEAD && !head.isEmpty())
                || (current != null && current.isReadable());
    }

    /**
     * Keeps what follows the part that has just been decoded, until {@link #resume} or until this
     * is removed from the pipeline, which gives it to whatever follows.
     */
    final void hold() {
        held = true;
    }

    /** What was held is decoded after all, but not before the caller is done. */
    final void resume(ChannelPipeline pipeline) {
        held = false;
        if (!rest.isEmpty()) {
            ChannelHandlerContext ctx = pipeline.context(this);
            ctx.executor().execute(() -> decodeRest(ctx));
        }
    }

    private void decodeRest(ChannelHandlerContext ctx) {
        ByteBuf kept = held ? null : rest.take();
        if (kept != null) {
            decode(ctx, kept);
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf in)) {
            ctx.fireChannelRead(message);
            return;
        }
        heard = true;
        if (held || !rest.isEmpty()) {
            // Nothing overtakes what came before.
            rest.add(ctx.alloc(), in);
        } else {
            decode(ctx, in);
        }
    }

    private void decode(ChannelHandlerContext ctx, ByteBuf in) {
        current = in;
        try {
            while (in.isReadable() && !removed && !held) {
                step(ctx, in);
            }
        } finally {
            current = null;
            if (!in.isReadable()) {
                in.release();
            } else if (removed) {
                // Another protocol has begun.
                ctx.fireChannelRead(in);
            } else {
                rest.add(ctx.alloc(), in);
            }
        }
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        removed = true;
        ByteBuf kept = rest.take();
        if (kept != null) {
            ctx.fireChannelRead(kept);
            ctx.fireChannelReadComplete();
        }
    }

    private void step(ChannelHandlerContext ctx, ByteBuf in) {
        try {
            switch (state) {
                case HEAD -> head(ctx, in);
                case LENGTH -> length(ctx, in);
                case CHUNKS -> chunks(ctx, in);
                case TRAILERS -> trailers(ctx, in);
                case UNTIL_CLOSE -> ctx.fireChannelRead(content(in, in.readableBytes()));
                case BROKEN -> in.skipBytes(in.readableBytes());
            }
        } catch (HeadBytes.BadHead
                | ChunkReader.BadChunk
                | TooLongHttpLineException
                | TooLongHttpHeaderException e) {
            refuse(ctx, e);
        }
    }

    private void refuse(ChannelHandlerContext ctx, Exception cause) {
        boolean inHead = state == State.HEAD;
        state = State.BROKEN;
        if (inHead) {
            HttpMessage message = invalid();
            message.setDecoderResult(DecoderResult.failure(cause));
            ctx.fireChannelRead(message);
        } else {
            LastHttpContent last = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            last.setDecoderResult(DecoderResult.failure(cause));
            ctx.fireChannelRead(last);
        }
    }

    private void head(ChannelHandlerContext ctx, ByteBuf in) throws HeadBytes.BadHead {
        boolean begun = head.isBegun();
        boolean complete = head.take(in);
        if (!begun && (complete || head.isBegun())) {
            headBegins();
        }
        if (!complete) {
            return;
        }
        HttpMessage message = message(head);
        Body body = body(message);
        head = new HeadBytes(heads);
        switch (body) {
            case Body.None() -> {}
            case Body.Length(long bytes) -> {
                left = bytes;
                state = State.LENGTH;
            }
            case Body.Chunked() -> {
                chunks = new ChunkReader(heads.strict());
                state = State.CHUNKS;
            }
            case Body.UntilClose() -> state = State.UNTIL_CLOSE;
            case Body.Unclear() -> state = State.BROKEN;
        }
        ctx.fireChannelRead(message);
        if (body instanceof Body.None) {
            end(ctx, LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private void length(ChannelHandlerContext ctx, ByteBuf in) {
        int bytes = (int) Math.min(left, in.readableBytes());
        left -= bytes;
        if (left == 0) {
            state = State.HEAD;
            end(ctx, new DefaultLastHttpContent(in.readRetainedSlice(bytes)));
        } else {
            ctx.fireChannelRead(content(in, bytes));
        }
    }

    private static DefaultHttpContent content(ByteBuf in, int bytes) {
        return new DefaultHttpContent(in.readRetainedSlice(bytes));
    }

    private void chunks(ChannelHandlerContext ctx, ByteBuf in) throws ChunkReader.BadChunk {
        ChunkReader reader = chunks;
        if (reader == null) {
            throw new IllegalStateException("no chunked body");
        }
        reader.read(in);
        if (reader.isAtTrailers()) {
            head = new HeadBytes(trailers);
            state = State.TRAILERS;
            return;
        }
        int bytes = (int) Math.min(reader.data(), in.readableBytes());
        if (bytes > 0) {
            reader.taken(bytes);
            ctx.fireChannelRead(content(in, bytes));
        }
    }

    private void trailers(ChannelHandlerContext ctx, ByteBuf in) throws HeadBytes.BadHead {
        if (!head.take(in)) {
            return;
        }
        Lines lines = head.headers();
        head = new HeadBytes(heads);
        state = State.HEAD;
        if (lines.live() == 0) {
            end(ctx, LastHttpContent.EMPTY_LAST_CONTENT);
            return;
        }
        HttpHeaders fields = new HeadLines(lines);
        Trailers.clean(fields);
        end(ctx, new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, fields));
    }

    private void end(ChannelHandlerContext ctx, LastHttpContent last) {
        messageEnds();
        ctx.fireChannelRead(last);
    }

    /**
     * A body without another end is complete, unless the connection itself failed (RFC 9112, 8);
     * what else was under way is cut off.
     */
    private void inputEnds(ChannelHandlerContext ctx) {
        if (state == State.UNTIL_CLOSE && !cut) {
            state = State.BROKEN;
            ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        inputEnds(ctx);
        ctx.fireChannelInactive();
    }

    /**
     * A broken pipe says that the other side ended in order before it would take no more; whatever
     * else the kernel says of a connection, by reading or by writing, says that it was cut.
     */
    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        cut |=
                cause instanceof Errors.NativeIoException failure
                        && failure.expectedErr() != Errors.ERRNO_EPIPE_NEGATIVE;
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnds(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }
}
