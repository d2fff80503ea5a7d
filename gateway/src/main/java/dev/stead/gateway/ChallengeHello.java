package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslClientHelloHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells an authority that checks a name by TLS-ALPN-01 (RFC 8737) from visitors, by the protocols
 * that it offers. Only in the pipelines of connections that come while a check is awaited.
 */
final class ChallengeHello extends SslClientHelloHandler<Optional<TlsContext>> {
    private static final Future<?> NOTHING =
            ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);

    private final Challenges challenges;
    private final Supplier<SslHandler> usual;
    private final Duration handshakeTimeout;
    private Future<?> deadline = NOTHING;

    ChallengeHello(Challenges challenges, Supplier<SslHandler> usual, Duration handshakeTimeout) {
        this.challenges = challenges;
        this.usual = usual;
        this.handshakeTimeout = handshakeTimeout;
    }

    /** The handler that follows has a time limit of its own, from its first moment. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline =
                context.executor()
                        .schedule(
                                () -> Wire.close(context.channel()),
                                handshakeTimeout.toMillis(),
                                TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        deadline.cancel(false);
        super.handlerRemoved0(context);
    }

    @Override
    protected Future<Optional<TlsContext>> lookup(
            ChannelHandlerContext context, @Nullable ByteBuf hello) {
        return context.executor()
                .newSucceededFuture(
                        hello == null
                                ? Optional.empty()
                                : challenges.context(ClientHello.read(hello)));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored")
    protected void onLookupComplete(
            ChannelHandlerContext context, Future<Optional<TlsContext>> future) {
        Optional<TlsContext> challenge = future.isSuccess() ? future.getNow() : Optional.empty();
        if (challenge.isEmpty()) {
            context.pipeline().replace(this, null, usual.get());
            return;
        }
        SslHandler handler = challenge.get().newHandler(context.alloc(), handshakeTimeout);
        // The handshake is all that is wanted; RFC 8737 section 3 has the client close as well.
        handler.handshakeFuture()
                .addListener(done -> {
                    if (done.isSuccess()) {
                        context.channel().close();
                    }
                });
        context.pipeline().replace(this, null, handler);
    }
}
