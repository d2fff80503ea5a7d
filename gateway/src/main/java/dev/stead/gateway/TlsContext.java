package dev.stead.gateway;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;

import java.time.Duration;

import javax.net.ssl.SSLException;

/** BoringSSL with one certificate. Kept over table changes while the certificate stays the same. */
final class TlsContext {
    private final Credentials credentials;
    private final SslContext context;

    private TlsContext(Credentials credentials, SslContext context) {
        this.credentials = credentials;
        this.context = context;
    }

    static TlsContext of(Credentials credentials) {
        try {
            SslContext context =
                    SslContextBuilder.forServer(
                                    new OpenSslCachingX509KeyManagerFactory(
                                            OneKey.factory(credentials)))
                            .sslProvider(SslProvider.OPENSSL_REFCNT)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .applicationProtocolConfig(
                                    new ApplicationProtocolConfig(
                                            Protocol.ALPN,
                                            SelectorFailureBehavior.NO_ADVERTISE,
                                            SelectedListenerFailureBehavior.ACCEPT,
                                            ApplicationProtocolNames.HTTP_2,
                                            ApplicationProtocolNames.HTTP_1_1))
                            .build();
            return new TlsContext(credentials, context);
        } catch (SSLException | IllegalArgumentException e) {
            throw new SteadException(
                    Code.HOST,
                    "TLS cannot be set up with the certificate of "
                            + credentials.leaf().getSubjectX500Principal()
                            + ": "
                            + e.getMessage(),
                    "use an ECDSA or RSA certificate with its key",
                    e);
        }
    }

    boolean shows(Credentials other) {
        return credentials.equals(other);
    }

    SslHandler newHandler(ByteBufAllocator allocator, Duration handshakeTimeout) {
        SslHandler handler = context.newHandler(allocator);
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        return handler;
    }

    /** Lets go of native memory once the last connection has ended. */
    void release() {
        ReferenceCountUtil.release(context);
    }
}
