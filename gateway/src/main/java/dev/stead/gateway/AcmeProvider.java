package dev.stead.gateway;

import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reaches an authority whose own certificate is checked by authorities that we are given. */
final class AcmeProvider extends GenericAcmeProvider {
    /** A chain of certificates is some kilobytes, the longest list of an order not much more. */
    private static final int LARGEST = 1 << 20;

    private final HttpClient client;

    private AcmeProvider(HttpClient client) {
        this.client = client;
    }

    /**
     * @param trust PEM file of authorities; empty means those that Java knows
     */
    static AcmeProvider trusting(Optional<Path> trust, Duration connectTimeout)
            throws IOException, GeneralSecurityException {
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .connectTimeout(connectTimeout)
                        .followRedirects(HttpClient.Redirect.NORMAL);
        if (trust.isPresent()) {
            builder.sslContext(only(trust.get()));
        }
        return new AcmeProvider(new WholeAnswers(builder.build(), LARGEST));
    }

    private static SSLContext only(Path trust) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        int count = 0;
        for (X509Certificate authority : Pem.certificates(Files.readString(trust))) {
            store.setCertificateEntry("ca-" + count, authority);
            count++;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        return client;
    }

    /** Ends the client's thread and connections. */
    void close() {
        client.shutdownNow();
    }
}
