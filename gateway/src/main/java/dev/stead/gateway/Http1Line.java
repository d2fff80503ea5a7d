package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A client's HTTP/1.1 connection. Nothing is read from the socket unless somebody has room for it,
 * and no request is begun while the client has replies to take. What was read beyond that waits in
 * the decoder as it came; {@code waiting} has the few parts that one step of the decoder makes.
 */
final class Http1Line extends ChannelInboundHandlerAdapter implements ClientLine {
    private final Channel channel;
    private final Loop loop;
    private final Listener listener;
    private final ClientConnection client;
    private final Visitors visitors;
    private final RequestDecoder decoder;
    private final ReplyEncoder encoder;
    private final Deque<HttpObject> waiting = new ArrayDeque<>();
    private boolean pumping;
    private boolean closing;

    Http1Line(Channel channel, Loop loop, Answers answers, Listener listener) {
        this.channel = channel;
        this.loop = loop;
        this.encoder = new ReplyEncoder(loop.headText());
        this.listener = listener;
        this.visitors = Visitors.on(channel);
        this.client = new ClientConnection(this, loop, answers);
        this.decoder = new RequestDecoder(client.requests()::headBegins);
    }

    /** Adds this and its codec to the end of the channel's pipeline. */
    void install() {
        channel.pipeline().addLast(decoder, encoder, this);
        loop.watch(client);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel.read();
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public Visitors visitors() {
        return visitors;
    }

    @Override
    public String protocol() {
        return client.oldVersion() ? "HTTP/1.0" : "HTTP/1.1";
    }

    @Override
    public boolean mayKeep() {
        return listener.isOpen();
    }

    // What the client sends.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpObject object) {
            waiting.add(object);
            if (!pump() || closing) {
                decoder.hold();
            }
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (closing) {
            return;
        }
        client.requests().bodyIsAtHand();
        client.readIfWanted();
    }

    /** Gives on what waits; false when something can be given on only later. */
    private boolean pump() {
        if (pumping) {
            return false;
        }
        pumping = true;
        try {
            while (client.requests().takes()) {
                HttpObject next = waiting.poll();
                if (next == null) {
                    return true;
                }
                take(next);
            }
            return false;
        } finally {
            pumping = false;
        }
    }

    private void take(HttpObject object) {
        if (closing) {
            ReferenceCountUtil.release(object);
        } else if (object instanceof HttpRequest head) {
            client.requests().begin(head);
        } else if (object instanceof HttpContent content) {
            client.requests().body(content);
        }
    }

    @Override
    public void read() {
        if (!closing) {
            channel.read();
        }
    }

    @Override
    public void resume() {
        if (closing) {
            return;
        }
        if (pump()) {
            decoder.resume(channel.pipeline());
        }
        client.requests().bodyIsAtHand();
        client.readIfWanted();
    }

    // What the client gets.

    @Override
    public boolean writable() {
        return channel.isWritable();
    }

    @Override
    public long pending() {
        return Wire.pending(channel);
    }

    @Override
    public void interim(HttpResponse reply) {
        encoder.nextAnswersHead(false);
        Wire.write(channel, reply);
        Wire.write(channel, LastHttpContent.EMPTY_LAST_CONTENT);
        channel.flush();
    }

    @Override
    public void head(HttpResponse reply, boolean answersHead) {
        encoder.nextAnswersHead(answersHead);
        Wire.write(channel, reply);
    }

    @Override
    public void whole(FullHttpResponse reply, boolean answersHead) {
        head(reply, answersHead);
        channel.flush();
    }

    @Override
    public void write(Object content) {
        Wire.write(channel, content);
    }

    @Override
    public void end(LastHttpContent last) {
        Wire.write(channel, last);
        channel.flush();
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        client.writabilityChanged();
    }

    // The end.

    @Override
    public void over(boolean keepAlive) {
        if (!keepAlive) {
            closing = true;
            client.requests().awaitNothing();
            Lingering.close(channel);
            return;
        }
        client.requests().awaitNext(decoder.isInsideHead());
        if (pumping) {
            // The loop that called this goes on with the next request.
            decoder.resume(channel.pipeline());
            return;
        }
        resume();
    }

    @Override
    public void cut() {
        closing = true;
        Wire.close(channel);
    }

    @Override
    public boolean maySwitch() {
        return waiting.isEmpty() && channel.isActive();
    }

    @Override
    public void handOver(ChannelInboundHandlerAdapter successor) {
        closing = true;
        loop.unwatch(client);
        channel.pipeline().addLast(successor);
        channel.pipeline().remove(this);
        channel.pipeline().remove(encoder);
    }

    @Override
    public void handOverRest() {
        channel.pipeline().remove(decoder);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        loop.unwatch(client);
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        client.gone();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        cut();
    }
}
