package dev.stead.gateway;

import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/**
 * A client's HTTP/2 connection: Netty's codec and what is of the connection as a whole. Each stream
 * has a {@link Http2Line}, and each of those a {@link ClientConnection}.
 */
final class Http2ClientHandler extends Http2ConnectionHandler implements Timed {
    private final Channel channel;
    private final Loop loop;
    private final Answers answers;
    private final Listener listener;
    private final Http2Lines lines;
    private final Visitors visitors;
    private final Http2Budget budget;
    private final Http2Resets resets;
    private final Http2Windows windows;
    private final Http2Farewell farewell = new Http2Farewell(this);
    private final Http2Deadlines deadlines;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Http2Output output;

    Http2ClientHandler(
            Http2ConnectionDecoder decoder,
            Http2ConnectionEncoder encoder,
            Http2Settings initial,
            Http2Budget budget,
            Channel channel,
            Loop loop,
            Answers answers,
            Listener listener) {
        super(decoder, encoder, initial, true);
        this.channel = channel;
        this.loop = loop;
        this.answers = answers;
        this.listener = listener;
        this.visitors = Visitors.on(channel);
        this.lines = new Http2Lines(connection());
        this.budget = budget;
        this.resets = new Http2Resets(loop.now());
        this.windows = new Http2Windows(connection(), decoder);
        this.deadlines = new Http2Deadlines(loop);
    }

    /** Adds this to the end of the channel's pipeline. */
    void install() {
        channel.pipeline().addLast(new ReadGate(), this);
        loop.watch(this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        context = ctx;
        output = new Http2Output(this, ctx);
        connection()
                .addListener(
                        new Http2ConnectionAdapter() {
                            @Override
                            public void onStreamClosed(Http2Stream stream) {
                                ended(stream);
                            }
                        });
        super.handlerAdded(ctx);
        windows.open();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    Channel channel() {
        return channel;
    }

    Http2Budget budget() {
        return budget;
    }

    /** Who asks on this connection. */
    Visitors visitors() {
        return visitors;
    }

    Http2Lines lines() {
        return lines;
    }

    /** What writes to this connection. */
    Http2Output output() {
        return Objects.requireNonNull(output);
    }

    // What the client sends.

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        int bytes = in.readableBytes();
        if (farewell.isFailed()) {
            in.skipBytes(bytes);
            farewell.forget(ctx, bytes);
            return;
        }
        super.decode(ctx, in, out);
        if (!budget.read(bytes - in.readableBytes())) {
            fail(ctx, Http2Error.ENHANCE_YOUR_CALM, "too many frames for nothing");
        }
    }

    Http2Line newLine(Http2Stream stream) {
        Http2Line line = new Http2Line(this, stream, loop, answers);
        lines.add(stream, line);
        return line;
    }

    private void ended(Http2Stream stream) {
        windows.closed(stream);
        if (connection().numActiveStreams() == 0) {
            deadlines.idle();
        }
        lines.of(stream).ifPresent(Http2Line::gone);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        lines.readComplete();
        super.channelReadComplete(ctx);
    }

    /** An answer has taken bytes of a stream, which may send as many again. */
    void taken(Http2Stream stream, int bytes) {
        if (windows.taken(stream, bytes)) {
            output().flushSoon();
        }
    }

    void acknowledged() {
        deadlines.settled();
    }

    void later(Runnable action) {
        loop.eventLoop().execute(action);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        deadlines.writable(channel.isWritable());
        if (channel.isWritable()) {
            lines.each(Http2Line::connectionWritable);
        }
    }

    // The end.

    @Override
    protected void onConnectionError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            @Nullable Http2Exception known) {
        Http2Error error = known == null ? Http2Error.INTERNAL_ERROR : known.error();
        if (farewell.fail(ctx, error, String.valueOf(cause.getMessage()), loop.now())) {
            lines.all().forEach(Http2Line::gone);
        }
    }

    @Override
    protected void onStreamError(
            ChannelHandlerContext ctx,
            boolean outbound,
            Throwable cause,
            Http2Exception.StreamException known) {
        // What was under way when a stream ended has cost nobody anything.
        boolean late =
                connection().stream(known.streamId()) == null
                        && known.error() == Http2Error.STREAM_CLOSED;
        lines.of(known.streamId()).ifPresent(Http2Line::gone);
        super.onStreamError(ctx, outbound, cause, known);
        if (!outbound && !late && !resets.another(loop.now())) {
            fail(ctx, Http2Error.ENHANCE_YOUR_CALM, "too many streams in error");
        }
    }

    private void fail(ChannelHandlerContext ctx, Http2Error error, String why) {
        onError(ctx, false, connectionError(error, why));
    }

    @Override
    public void checkDeadlines(long now) {
        ChannelHandlerContext ctx = context();
        budget.tick(now);
        farewell.tick(ctx, now);
        if (farewell.isFailed()) {
            return;
        }
        boolean idle = connection().numActiveStreams() == 0;
        switch (deadlines.over(now, idle, Wire.pending(channel), longestStall())) {
            case NOTHING -> {}
            case SETTLING -> fail(ctx, Http2Error.SETTINGS_TIMEOUT, "no settings came");
            case IDLE -> farewell.leaveNow(ctx);
            case ROOM -> Wire.close(channel);
        }
        if (!listener.isOpen()) {
            farewell.leave(ctx, now);
        }
        lines.each(line -> line.checkDeadlines(now));
    }

    private long longestStall() {
        return channel.isWritable() ? 0 : lines.longestStall();
    }

    @Override
    public void gatewayEnds() {
        farewell.leaveNow(context());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) throws Exception {
        loop.unwatch(this);
        super.channelInactive(ctx);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Wire.close(channel);
    }
}
