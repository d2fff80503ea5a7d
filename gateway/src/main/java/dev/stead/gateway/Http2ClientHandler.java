package dev.stead.gateway;

import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A client's HTTP/2 connection: Netty's codec and what is of the connection as a whole. Each stream
 * has a {@link Http2Line}, and each of those a {@link ClientConnection}.
 */
final class Http2ClientHandler extends Http2ConnectionHandler implements Timed {
    private final Channel channel;
    private final Loop loop;
    private final Answers answers;
    private final Listener listener;
    private final Http2Connection.PropertyKey key;
    private final Visitors visitors;
    private final Http2Budget budget;
    private final Http2Resets resets;
    private final Http2Windows windows;
    private final Http2Farewell farewell = new Http2Farewell(this);
    private final Http2Deadlines deadlines;
    private final Deque<Http2Line> touched = new ArrayDeque<>();
    private @Nullable ChannelHandlerContext context;
    private boolean flushing;

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
        this.key = connection().newKey();
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

    Optional<Http2Line> line(int id) {
        Http2Stream stream = connection().stream(id);
        return stream == null ? Optional.empty() : Optional.ofNullable(stream.getProperty(key));
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
            onError(
                    ctx,
                    false,
                    connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many frames for nothing"));
        }
    }

    void headers(int id, Http2Headers fields, boolean last) throws Http2Exception {
        Http2Stream stream = connection().stream(id);
        Http2Line known = stream.getProperty(key);
        if (known != null) {
            known.trailers(
                    new DefaultLastHttpContent(
                            Unpooled.EMPTY_BUFFER, Http2Fields.trailers(id, fields)));
            return;
        }
        HttpRequest head = Http2RequestHead.of(id, fields, last);
        budget.request();
        Http2Line line = new Http2Line(this, stream, loop, answers);
        stream.setProperty(key, line);
        try {
            line.begin(head, last);
        } catch (RuntimeException e) {
            // One request that cannot be answered leaves the others alone.
            line.reset(Http2Error.INTERNAL_ERROR);
        }
    }

    private void ended(Http2Stream stream) {
        Http2Line line = stream.getProperty(key);
        windows.closed(stream);
        if (connection().numActiveStreams() == 0) {
            deadlines.idle();
        }
        if (line != null) {
            line.gone();
        }
    }

    /** An answer has got a part of a body, which ends with this read. */
    void touched(Http2Line line) {
        if (!line.equals(touched.peekLast())) {
            touched.addLast(line);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        for (Http2Line line = touched.poll(); line != null; line = touched.poll()) {
            line.bodyIsAtHand();
        }
        super.channelReadComplete(ctx);
    }

    /** An answer has taken bytes of a stream, which may send as many again. */
    void taken(Http2Stream stream, int bytes) {
        if (windows.taken(stream, bytes)) {
            flushSoon();
        }
    }

    void acknowledged() {
        deadlines.settled();
    }

    // What the client gets.

    @SuppressWarnings("FutureReturnValueIgnored")
    void writeHeaders(Http2Stream stream, Http2Headers fields, boolean last) {
        ChannelHandlerContext ctx = context();
        encoder().writeHeaders(ctx, stream.id(), fields, 0, last, ctx.newPromise());
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    void writeData(Http2Stream stream, ByteBuf data, boolean last, Runnable sent) {
        ChannelHandlerContext ctx = context();
        encoder()
                .writeData(ctx, stream.id(), data, 0, last, ctx.newPromise())
                .addListener(_ -> sent.run());
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    void reset(Http2Stream stream, Http2Error error) {
        ChannelHandlerContext ctx = context();
        encoder().writeRstStream(ctx, stream.id(), error.code(), ctx.newPromise());
        flushSoon();
    }

    /** Flushes once for all that this turn of the loop brings. */
    void flushSoon() {
        if (!flushing) {
            flushing = true;
            later(() -> {
                flushing = false;
                flush(context());
            });
        }
    }

    void later(Runnable action) {
        loop.eventLoop().execute(action);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
        super.channelWritabilityChanged(ctx);
        deadlines.writable(channel.isWritable());
        if (channel.isWritable()) {
            lines().forEach(Http2Line::connectionWritable);
        }
    }

    private List<Http2Line> lines() {
        List<Http2Line> all = new ArrayList<>(connection().numActiveStreams());
        try {
            connection()
                    .forEachActiveStream(stream -> {
                        Http2Line line = stream.getProperty(key);
                        if (line != null) {
                            all.add(line);
                        }
                        return true;
                    });
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        return all;
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
            lines().forEach(Http2Line::gone);
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
        line(known.streamId()).ifPresent(Http2Line::gone);
        super.onStreamError(ctx, outbound, cause, known);
        if (!outbound && !late && !resets.another(loop.now())) {
            onConnectionError(
                    ctx,
                    false,
                    cause,
                    connectionError(Http2Error.ENHANCE_YOUR_CALM, "too many streams in error"));
        }
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
        switch (deadlines.over(now, idle)) {
            case NOTHING -> {}
            case SETTLING ->
                    onError(
                            ctx,
                            false,
                            connectionError(Http2Error.SETTINGS_TIMEOUT, "no settings came"));
            case IDLE -> farewell.leaveNow(ctx);
            case ROOM -> Wire.close(channel);
        }
        if (!listener.isOpen()) {
            farewell.leave(ctx, now);
        }
        lines().forEach(line -> line.checkDeadlines(now));
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
