package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A connection to an instance: in use by one proxied answer, or kept for the next one. While unused
 * it is read all the same, so that its end, or a byte that nobody asked for, ends it at once.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter implements Timed {
    private final Upstream upstream;
    private final Channel channel;
    private final Loop loop;
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final HttpRequestEncoder encoder = new HttpRequestEncoder();
    private @Nullable ProxiedAnswer user;
    private boolean reused;
    private long pooledUntil;

    UpstreamConnection(Upstream upstream, Channel channel, Loop loop) {
        this.upstream = upstream;
        this.channel = channel;
        this.loop = loop;
    }

    void install() {
        if (upstream.fastCgi()) {
            channel.pipeline().addLast(FastCgiCodec.of(upstream.component(), loop.lines()), this);
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

    /** Belongs to this answer from now on. */
    void use(ProxiedAnswer answer, boolean answersHead) {
        user = answer;
        decoder.nextAnswersHead(answersHead);
        channel.read();
    }

    /** Belongs to nobody from now on: kept if it may be used again, closed otherwise. */
    void release(boolean reusable) {
        user = null;
        reused = true;
        pooledUntil = loop.now() + loop.settings().pooledTimeout().toNanos();
        if (!reusable || !channel.isActive() || !loop.pool(this)) {
            close();
        }
    }

    void close() {
        Wire.close(channel);
    }

    /** Gives this connection's bytes to somebody else. */
    void handOver(ChannelInboundHandlerAdapter successor) {
        user = null;
        loop.unwatch(this);
        channel.pipeline().addLast(successor);
        channel.pipeline().remove(this);
        channel.pipeline().remove(encoder);
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
        loop.unpool(this);
        ProxiedAnswer left = user;
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
