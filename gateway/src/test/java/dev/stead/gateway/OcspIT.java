package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Acme;
import dev.stead.api.RouteTable.PemFiles;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that staples what a responder says, as openssl sees it. */
final class OcspIT {
    private static final Duration LIFE = Duration.ofDays(4);

    @TempDir Path folder;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer responder;
    private TestAuthority authority;
    private Credentials signer;
    private CertificateStatus status = CertificateStatus.GOOD;
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder);
        signer = authority.authority();
        responder =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        responder.createContext(
                "/",
                exchange -> {
                    byte[] answer = answer(exchange.getRequestBody().readAllBytes());
                    asked.incrementAndGet();
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        responder.start();
        gateway = gateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
        responder.stop(0);
    }

    private TestGateway gateway() {
        CertificateSettings settings =
                CertificateSettings.standard().withOcspFolder(folder.resolve("ocsp"));
        return new TestGateway(folder, settings, clock);
    }

    private byte[] answer(byte[] question) {
        try {
            CertificateID id = new OCSPReq(question).getRequestList()[0].getCertID();
            return answer(id);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] answer(CertificateID id) throws Exception {
        return answer(id, new X509CertificateHolder[0]);
    }

    private byte[] answer(CertificateID id, X509CertificateHolder... with) throws Exception {
        Instant now = clock.instant();
        var name = signer.leaf().getSubjectX500Principal().getEncoded();
        var basic =
                new BasicOCSPRespBuilder(new RespID(X500Name.getInstance(name)))
                        .addResponse(id, status, Date.from(now), Date.from(now.plus(LIFE)))
                        .build(
                                new JcaContentSignerBuilder("SHA256withECDSA").build(signer.key()),
                                with,
                                Date.from(now));
        OCSPResp response = new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, basic);
        return response.getEncoded();
    }

    private PemFiles withResponder(String file) throws Exception {
        URI place = URI.create("http://127.0.0.1:" + responder.getAddress().getPort() + "/");
        return authority.write(file, authority.issueWithResponder(place, file + ".example"));
    }

    private void serve(PemFiles files) throws InterruptedException {
        RouteTable table = gateway.table();
        gateway.gateway().serve(new RouteTable(table.listeners(), files, table.entries()));
        gateway.gateway().lookAtCertificates();
    }

    @Test
    void staplesWhatTheResponderSaysAndAsksAgainAtHalfOfItsLife() throws Exception {
        serve(withResponder("a"));
        for (String version : new String[] {"-tls1_3", "-tls1_2"}) {
            assertThat(shown(version))
                    .contains("OCSP Response Status: successful")
                    .contains("Cert Status: good");
        }
        assertThat(asked).hasValue(1);
        clock.go(LIFE.dividedBy(2).minusMinutes(1));
        gateway.gateway().lookAtCertificates();
        assertThat(asked).hasValue(1);
        clock.go(Duration.ofMinutes(2));
        gateway.gateway().lookAtCertificates();
        assertThat(asked).hasValue(2);
    }

    @Test
    void keepsItOnDiskAndStaplesItNoLongerThanItIsValid() throws Exception {
        PemFiles files = withResponder("a");
        serve(files);
        gateway.close();
        responder.stop(0);
        gateway = gateway();
        serve(files);
        assertThat(shown("-tls1_3")).contains("Cert Status: good");
        assertThat(asked).hasValue(1);
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(folder.resolve("ocsp"))))
                .isEqualTo("rwx------");
        clock.go(LIFE.plusMinutes(1));
        gateway.gateway().lookAtCertificates();
        assertThat(shown("-tls1_3")).contains("OCSP response: no response sent");
    }

    @Test
    void staplesNothingThatIsNotTheIssuersGoodWord() throws Exception {
        status = new RevokedStatus(Date.from(clock.instant()), 0);
        serve(withResponder("a"));
        assertThat(shown("-tls1_3")).contains("OCSP response: no response sent");
        status = CertificateStatus.GOOD;
        signer = new TestAuthority(folder).authority();
        serve(withResponder("b"));
        assertThat(shown("-tls1_3")).contains("OCSP response: no response sent");
        assertThat(asked).hasValue(2);
        // It is not asked again and again.
        gateway.gateway().lookAtCertificates();
        assertThat(asked).hasValue(2);
    }

    @Test
    void staplesTheFileBesideTheCertificate() throws Exception {
        PemFiles files = authority.write("a", "a.example");
        Credentials pair = PemPair.read(files);
        serve(files);
        assertThat(shown("-tls1_3")).contains("OCSP response: no response sent");
        OcspAnswers about = new OcspAnswers(pair.leaf(), pair.chain().get(1));
        Files.write(folder.resolve("a.pem.ocsp"), answer(about.question()));
        gateway.gateway().lookAtCertificates();
        assertThat(shown("-tls1_3")).contains("Cert Status: good");
        Files.writeString(folder.resolve("a.pem.ocsp"), "garbage");
        gateway.gateway().lookAtCertificates();
        assertThat(shown("-tls1_3")).contains("OCSP response: no response sent");
        assertThat(about.responder()).isEqualTo(Optional.empty());
    }

    @Test
    void takesTheWordOfADelegateOnlyAsLongAsItIsValid() throws Exception {
        PemFiles files = authority.write("a", "a.example");
        Credentials pair = PemPair.read(files);
        OcspAnswers about = new OcspAnswers(pair.leaf(), pair.chain().get(1));
        signer = authority.issueDelegate(clock.instant().plus(Duration.ofDays(1)));
        CertificateID id = new OCSPReq(about.question()).getRequestList()[0].getCertID();
        byte[] der = answer(id, new JcaX509CertificateHolder(signer.leaf()));
        assertThat(about.check(der, clock.instant()).der()).isEqualTo(der);
        clock.go(Duration.ofDays(2));
        assertThatThrownBy(() -> about.check(der, clock.instant()))
                .hasMessageContaining("not signed by the issuer");
    }

    /** It holds up whoever asks for as long as the whole answer may take, and not for ever. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void givesUpAResponderThatStallsInTheMiddleOfItsAnswer() throws Exception {
        responder.createContext(
                "/stalls",
                exchange -> {
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                });
        URI place = URI.create("http://127.0.0.1:" + responder.getAddress().getPort() + "/stalls");
        assertThatThrownBy(() -> OcspFetch.ask(place, new byte[1], Duration.ofMillis(500)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no whole answer");
    }

    @Test
    void takesNoAnswerWithoutEnd() throws Exception {
        responder.createContext(
                "/long",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try {
                        while (true) {
                            exchange.getResponseBody().write(new byte[8192]);
                        }
                    } catch (IOException e) {
                        exchange.close();
                    }
                });
        URI place = URI.create("http://127.0.0.1:" + responder.getAddress().getPort() + "/long");
        assertThatThrownBy(() -> OcspFetch.ask(place, new byte[1], OcspFetch.TIMEOUT))
                .isInstanceOf(IOException.class);
    }

    /** The order of the table before has nothing to say about the certificates of the next one. */
    @Test
    void staplesForTheNextTableThatComesWhileAnOrderIsUnderWay() throws Exception {
        CompletableFuture<HttpExchange> order = new CompletableFuture<>();
        responder.createContext("/dir", order::complete);
        URI directory = URI.create("http://127.0.0.1:" + responder.getAddress().getPort() + "/dir");
        RouteTable table = gateway.table();
        Acme acme =
                new Acme(
                        folder.resolve("acme"),
                        List.of("a.example"),
                        directory,
                        Optional.empty(),
                        Optional.empty());
        gateway.gateway().serve(new RouteTable(table.listeners(), acme, table.entries()));
        HttpExchange waiting = order.get(30, TimeUnit.SECONDS);
        PemFiles next = withResponder("a");
        gateway.gateway().serve(new RouteTable(table.listeners(), next, table.entries()));
        waiting.sendResponseHeaders(500, -1);
        waiting.close();
        gateway.gateway().lookAtCertificates();
        gateway.gateway().lookAtCertificates();
        assertThat(shown("-tls1_3")).contains("Cert Status: good");
    }

    private String shown(String version) throws Exception {
        Process client =
                new ProcessBuilder(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + gateway.gateway().ports().https(),
                                "-servername",
                                "a.example",
                                "-status",
                                version)
                        .redirectErrorStream(true)
                        .start();
        client.getOutputStream().close();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output;
    }
}
