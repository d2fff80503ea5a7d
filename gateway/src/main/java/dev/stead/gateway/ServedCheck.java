package dev.stead.gateway;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Connects to our own listener as a visitor would, and looks whether the certificate that it shows
 * is the one that is stored. Blocks, for seconds at most.
 */
final class ServedCheck {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final InetSocketAddress listener;

    ServedCheck(InetSocketAddress listener) {
        this.listener = listener;
    }

    /** The first name for which something else is shown than what is stored, as a failure. */
    Optional<SteadException> difference(CertificateSet stored) {
        for (Credentials each : stored.all()) {
            for (String name : each.names()) {
                String host = name.startsWith("*.") ? "stead-check" + name.substring(1) : name;
                if (LocalCertificate.isAddress(host) || !canBeAskedFor(host)) {
                    continue;
                }
                Optional<SteadException> difference =
                        difference(
                                host,
                                stored.shownTo(host).stream().map(Credentials::leaf).toList());
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return Optional.empty();
    }

    /** Browsers may ask for names that Java refuses to, such as those with underscores. */
    private static boolean canBeAskedFor(String host) {
        try {
            return new SNIHostName(host).getAsciiName().equals(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<SteadException> difference(String host, List<X509Certificate> stored) {
        try {
            X509Certificate shown = shown(host);
            return stored.contains(shown)
                    ? Optional.empty()
                    : Optional.of(
                            told(
                                    host,
                                    "is not the one that is stored: serial number "
                                            + shown.getSerialNumber().toString(16)
                                            + " rather than "
                                            + stored.getFirst().getSerialNumber().toString(16)));
        } catch (IOException | GeneralSecurityException e) {
            return Optional.of(told(host, "could not be looked at: " + e.getMessage()));
        }
    }

    private SteadException told(String host, String what) {
        return new SteadException(
                Code.INTERNAL,
                "the certificate shown for " + host + " at " + listener + " " + what,
                "restart the server; if it is still so, see what else listens there");
    }

    private X509Certificate shown(String host) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TakesAny()}, new SecureRandom());
        try (Socket plain = new Socket()) {
            plain.connect(listener, TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            try (SSLSocket socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, host, listener.getPort(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(host)));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        }
    }

    /** Nothing is sent over the connection, and what is shown is compared with what is stored. */
    private static final class TakesAny implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
