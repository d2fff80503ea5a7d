package dev.stead.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/**
 * Waits for the end of the TLS handshake, then gives the connection to the protocol that was agreed
 * on (ALPN, RFC 7301): HTTP/2 when the client offered it, HTTP/1.1 otherwise.
 */
final class ProtocolChoice extends ChannelInboundHandlerAdapter {
    private final Channel channel;
    private final Loop loop;
    private final Answers answers;
    private final Listener listener;

    ProtocolChoice(Channel channel, Loop loop, Answers answers, Listener listener) {
        this.channel = channel;
        this.loop = loop;
        this.answers = answers;
        this.listener = listener;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        channel.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                choose(ctx.pipeline().get(SslHandler.class));
            } else {
                Wire.close(channel);
            }
        }
    }

    private void choose(SslHandler tls) {
        channel.pipeline().remove(this);
        if (ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            Answers covered = new CoveredAnswers(answers, tls.engine());
            Http2Codec.newHandler(channel, loop, covered, listener).install();
        } else {
            new Http1Line(channel, loop, answers, listener).install();
        }
        channel.read();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Wire.close(channel);
    }
}
