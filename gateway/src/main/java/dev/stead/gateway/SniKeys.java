package dev.stead.gateway;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Hands the TLS library the key and chain for the host that a client names (SNI, RFC 6066 section
 * 3), with the OCSP response for it if there is one. Asked once in each full handshake, on the
 * event loop; one TLS context serves all names, so that resumption and ALPN are the same for all.
 *
 * <p>The usual way to hand over keys goes through a PKCS#12 key store in memory, which encrypts
 * them with thousands of rounds at start-up for nothing.
 */
final class SniKeys extends X509ExtendedKeyManager {
    private final CertificateSet certificates;
    private final List<Staple> staples;

    private SniKeys(CertificateSet certificates, List<Staple> staples) {
        this.certificates = certificates;
        this.staples = List.copyOf(staples);
    }

    /**
     * @param staples one for each certificate, in the same order
     */
    static KeyManagerFactory factory(CertificateSet certificates, List<Staple> staples) {
        return new Factory(new SniKeys(certificates, staples));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        int index = certificates.find(engine == null ? "" : namedHost(engine), type);
        if (index < 0) {
            return null;
        }
        if (engine instanceof ReferenceCountedOpenSslEngine openSsl) {
            staples.get(index).handTo(openSsl);
        }
        return Integer.toString(index);
    }

    /** The host that the client names, lower case; empty when it names none that can be one. */
    private static String namedHost(SSLEngine engine) {
        try {
            if (engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
                for (SNIServerName name : session.getRequestedServerNames()) {
                    if (name instanceof SNIHostName host) {
                        return host.getAsciiName().toLowerCase(Locale.ROOT);
                    }
                }
            }
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            // Not a host name: whoever speaks like that gets the first certificate.
            return "";
        }
        return "";
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(type, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return alias == null ? null : at(alias).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return alias == null ? null : at(alias).key();
    }

    private Credentials at(String alias) {
        return certificates.all().get(Integer.parseInt(alias));
    }

    @Override
    public String @Nullable [] getServerAliases(
            @Nullable String type, Principal @Nullable [] issuers) {
        return new String[] {"0"};
    }

    @Override
    public String @Nullable [] getClientAliases(
            @Nullable String type, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private static final class Factory extends KeyManagerFactory {
        Factory(SniKeys manager) {
            super(new Spi(manager), provider(), "by name");
        }

        private static Provider provider() {
            return Security.getProviders()[0];
        }
    }

    private static final class Spi extends KeyManagerFactorySpi {
        private final SniKeys manager;

        Spi(SniKeys manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

        @Override
        protected void engineInit(@Nullable ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
