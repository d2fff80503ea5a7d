package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * A connection to an instance: in use by one user, or kept for the next one. While unused it is
 * read all the same, so that its end, or a byte that nobody asked for, ends it at once.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Timed {
    private final Upstream upstream;
    private final Channel channel;
    private final Loop loop;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final MessageEncoder encoder;
    private BooleanSupplier heard = decoder::heard;
    private final boolean shared;
    private @Nullable User user;
    private boolean reused;
    private long pooledUntil;

    /**
     * A connection that stands.
     *
     * @param shared whether it may serve one client after the other
     */
    UpstreamConnection(Upstream upstream, Channel channel, Loop loop, boolean shared) {
        this.upstream = upstream;
        this.channel = channel;
        this.loop = loop;
        this.encoder = new MessageEncoder(loop.headText());
        this.shared = shared;
    }

    /** Has a request answered by the connection. Called on its loop only. */
    interface User {
        /** A part of the answer; owned. */
        void upstreamSent(HttpObject object);

        /** What one read brought is complete; says whether to read on. */
        boolean upstreamReadComplete();

        /** The instance has room for more of the request. */
        void upstreamWritable();

        /** The connection has ended. */
        void upstreamGone();
    }

    void install() {
        if (upstream.fastCgi()) {
            FastCgiCodec codec = FastCgiCodec.of(upstream.component().name(), loop.lines());
            heard = codec::heard;
            channel.pipeline().addLast(codec, this);
        } else {
            channel.pipeline().addLast(decoder, encoder, this);
        }
        loop.watch(this);
    }

    Upstream upstream() {
        return upstream;
    }

    Channel channel() {
        return channel;
    }

    /** Whether it has served a request before. */
    boolean reused() {
        return reused;
    }

    /** Whether a byte came since it was last asked. */
    boolean heard() {
        return heard.getAsBoolean();
    }

    /** Belongs to this user from now on. */
    void use(User next, boolean answersHead) {
        user = next;
        decoder.nextAnswersHead(answersHead);
        channel.read();
    }

    /** Belongs to nobody from now on: kept if it may be used again, closed otherwise. */
    void release(boolean reusable) {
        user = null;
        reused = true;
        pooledUntil = loop.now() + loop.settings().pooledTimeout().toNanos();
        boolean clean = reusable && shared && channel.isActive() && !decoder.hasMore();
        if (!clean || !loop.unused().keep(this)) {
            close();
        }
    }

    void close() {
        Wire.close(channel);
    }

    /** Gives this connection's bytes to somebody else; {@link #handOverRest} follows. */
    void handOver(ChannelInboundHandlerAdapter successor) {
        user = null;
        loop.unwatch(this);
        channel.pipeline().addLast(successor);
        channel.pipeline().remove(this);
        channel.pipeline().remove(encoder);
    }

    /** Gives away what came together with the answer. */
    void handOverRest() {
        channel.pipeline().remove(decoder);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (user != null && message instanceof HttpObject object) {
            user.upstreamSent(object);
        } else {
            ReferenceCountUtil.release(message);
            close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (user == null || user.upstreamReadComplete()) {
            channel.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (user != null && channel.isWritable()) {
            user.upstreamWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.unwatch(this);
        loop.unused().forget(this);
        User left = user;
        user = null;
        if (left != null) {
            left.upstreamGone();
        }
    }

    /**
     * A failed write is not the end: the instance may have answered before it stopped reading. A
     * failed read is, and closes the channel by itself.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            close();
        }
    }

    @Override
    public void checkDeadlines(long now) {
        if (user == null && now - pooledUntil > 0) {
            close();
        }
    }
}
