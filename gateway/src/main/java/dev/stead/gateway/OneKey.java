package dev.stead.gateway;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Hands one key to the TLS library. The usual way goes through a PKCS#12 key store in memory, which
 * encrypts the key with thousands of rounds at start-up for nothing.
 */
final class OneKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "key";

    private final Credentials credentials;

    private OneKey(Credentials credentials) {
        this.credentials = credentials;
    }

    static KeyManagerFactory factory(Credentials credentials) {
        return new Factory(new OneKey(credentials));
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return credentials.key().getAlgorithm().equals(type) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(type, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        return ALIAS.equals(alias) ? credentials.chain().toArray(X509Certificate[]::new) : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        return ALIAS.equals(alias) ? credentials.key() : null;
    }

    @Override
    public String @Nullable [] getServerAliases(
            @Nullable String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
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
        Factory(OneKey manager) {
            super(new Spi(manager), provider(), "one key");
        }

        private static Provider provider() {
            return Security.getProviders()[0];
        }
    }

    private static final class Spi extends KeyManagerFactorySpi {
        private final OneKey manager;

        Spi(OneKey manager) {
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
