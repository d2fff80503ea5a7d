package dev.stead.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A visitor that trusts a system's own authority and connects by address, because a Java program
 * does not resolve names below {@code .localhost}.
 */
final class Client {
    private final TestSystem system;
    private final SSLContext trust;

    Client(TestSystem system) throws IOException, GeneralSecurityException {
        this.system = system;
        this.trust = trust(system.authority());
    }

    /** An answer. */
    record Answer(int status, String head, String body) {}

    /** GET of a path, on a connection of its own. */
    Answer get(String path) throws IOException {
        try (SSLSocket socket = connect()) {
            String request =
                    "GET "
                            + path
                            + " HTTP/1.1\r\nHost: "
                            + system.name()
                            + ".localhost:"
                            + system.https()
                            + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return parse(
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, text, "");
        }
        String head = text.substring(0, end);
        int status = Integer.parseInt(head.split(" ", 3)[1]);
        return new Answer(status, head, text.substring(end + 4));
    }

    private SSLSocket connect() throws IOException {
        Socket plain = new Socket();
        plain.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), system.https()), 5000);
        plain.setSoTimeout(30_000);
        SSLSocket socket =
                (SSLSocket)
                        trust.getSocketFactory()
                                .createSocket(
                                        plain, system.name() + ".localhost", system.https(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(system.name() + ".localhost")));
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static SSLContext trust(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
