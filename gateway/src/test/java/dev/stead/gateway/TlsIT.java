package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.api.RouteTable.PemFiles;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

final class TlsIT {
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;

    @BeforeEach
    void start() throws Exception {
        backEnd = BackEnd.saying("api-1", "ok");
        gateway = new TestGateway(folder).serve(backEnd);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backEnd.close();
    }

    @Test
    void speaksBothVersionsOfTlsAndPrefersHttp2() throws Exception {
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = socket(version, "h2", "http/1.1")) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).isEqualTo(version);
                assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            }
            try (SSLSocket socket = socket(version, "acme-tls/1", "http/1.1")) {
                socket.startHandshake();
                assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
                assertThat(new RawClient(socket).get("/").body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void showsANewCertificateToNewConnectionsOnly() throws Exception {
        try (SSLSocket old = socket("TLSv1.3", "http/1.1")) {
            RawClient early = new RawClient(old);
            assertThat(early.get("/").status()).isEqualTo(200);
            RouteTable table = gateway.table(TestGateway.proxied("/", backEnd));
            gateway.gateway()
                    .serve(
                            new RouteTable(
                                    table.listeners(),
                                    new LocalAuthority(
                                            folder.resolve("tls"), List.of("other.localhost")),
                                    table.entries()));
            assertThat(early.get("/").status()).isEqualTo(200);
            assertThat(leaf(old).getSubjectX500Principal().getName()).isEqualTo("CN=localhost");
        }
        try (SSLSocket fresh = socket("TLSv1.3", "http/1.1")) {
            fresh.startHandshake();
            assertThat(leaf(fresh).getSubjectX500Principal().getName())
                    .isEqualTo("CN=other.localhost");
        }
    }

    @Test
    void servesWithAnRsaCertificateFromFiles() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=files");
        Instant now = Instant.now();
        X509Certificate certificate =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                new JcaX509v3CertificateBuilder(
                                                name,
                                                BigInteger.ONE,
                                                Date.from(now.minus(Duration.ofHours(1))),
                                                Date.from(now.plus(Duration.ofHours(1))),
                                                name,
                                                pair.getPublic())
                                        .build(
                                                new JcaContentSignerBuilder("SHA256withRSA")
                                                        .build(pair.getPrivate())));
        Path chain = Files.writeString(folder.resolve("rsa.pem"), Pem.encode(certificate));
        Path key = Files.writeString(folder.resolve("rsa-key.pem"), Pem.encode(pair.getPrivate()));
        RouteTable table = gateway.table(TestGateway.proxied("/", backEnd));
        gateway.gateway()
                .serve(
                        new RouteTable(
                                table.listeners(), new PemFiles(chain, key), table.entries()));
        Files.writeString(folder.resolve("tls/ca.pem"), Pem.encode(certificate));
        for (String version : List.of("TLSv1.3", "TLSv1.2")) {
            try (SSLSocket socket = socket(version, "http/1.1")) {
                assertThat(new RawClient(socket).get("/").body()).isEqualTo("ok");
                assertThat(leaf(socket)).isEqualTo(certificate);
            }
        }
    }

    private SSLSocket socket(String version, String... protocols) throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        gateway.trust()
                                .getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(),
                                        gateway.gateway().ports().https());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static X509Certificate leaf(SSLSocket socket) throws Exception {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
}
