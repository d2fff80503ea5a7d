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
import java.util.List;

import javax.net.ssl.SSLException;

/**
 * BoringSSL with the certificates of a table. Kept over table changes while these stay the same.
 *
 * <p>BoringSSL never renegotiates as a server, and takes early data (0-RTT) only where it is
 * switched on, which it is not.
 */
final class TlsContext {
    /**
     * For TLS 1.2: with forward secrecy and authenticated encryption only (RFC 9325 section 4.2).
     */
    private static final List<String> CIPHERS =
            List.of(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256");

    private final CertificateSet certificates;
    private final SslContext context;

    private TlsContext(CertificateSet certificates, SslContext context) {
        this.certificates = certificates;
        this.context = context;
    }

    /**
     * A context for visitors.
     *
     * @param staples one for each certificate
     */
    static TlsContext of(CertificateSet certificates, List<Staple> staples, TicketKeys tickets) {
        TlsContext made =
                of(
                        certificates,
                        staples,
                        new String[] {
                            ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1
                        });
        tickets.giveTo(made.context);
        return made;
    }

    /** A context that speaks one protocol only, for a client that wants just that. */
    static TlsContext speaking(String protocol, Credentials credentials, Staple none) {
        return of(CertificateSet.of(credentials), List.of(none), new String[] {protocol});
    }

    private static TlsContext of(
            CertificateSet certificates, List<Staple> staples, String[] protocols) {
        try {
            SslContext context =
                    SslContextBuilder.forServer(
                                    new OpenSslCachingX509KeyManagerFactory(
                                            SniKeys.factory(certificates, staples)))
                            .sslProvider(SslProvider.OPENSSL_REFCNT)
                            .protocols("TLSv1.3", "TLSv1.2")
                            .ciphers(CIPHERS)
                            .enableOcsp(true)
                            .applicationProtocolConfig(
                                    new ApplicationProtocolConfig(
                                            Protocol.ALPN,
                                            SelectorFailureBehavior.NO_ADVERTISE,
                                            SelectedListenerFailureBehavior.ACCEPT,
                                            protocols))
                            .build();
            return new TlsContext(certificates, context);
        } catch (SSLException | IllegalArgumentException e) {
            throw new SteadException(
                    Code.HOST,
                    "TLS cannot be set up with the certificate of "
                            + certificates.all().getFirst().leaf().getSubjectX500Principal()
                            + ": "
                            + e.getMessage(),
                    "use an ECDSA or RSA certificate with its key",
                    e);
        }
    }

    CertificateSet certificates() {
        return certificates;
    }

    boolean shows(CertificateSet others) {
        return certificates.equals(others);
    }

    /** From now on new session tickets are made with the newest key. */
    void renewTickets(TicketKeys tickets) {
        tickets.giveTo(context);
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

    /** Whether nobody uses it any more, so that its native memory is free again. */
    boolean isReleased() {
        return ReferenceCountUtil.refCnt(context) == 0;
    }
}
