package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stead.api.CertificateStatus;
import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.CertificateSource;
import dev.stead.api.RouteTable.PemFiles;
import dev.stead.api.RouteTable.SeveralPems;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSocket;

/** Several certificates, and files that change while connections are open. */
final class SniIT {
    @TempDir Path folder;
    private TestGateway gateway;
    private TestAuthority authority;
    private BackEnd backEnd;
    private SeveralPems three;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder);
        three =
                new SeveralPems(
                        List.of(
                                authority.write("a", "a.example"),
                                authority.write("b", "*.b.example", "b.example"),
                                authority.write("c", authority.issueRsa("pay.b.example"))));
        backEnd = BackEnd.start("api-1", SniIT::answer);
        gateway = new TestGateway(folder);
        serve(three);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backEnd.close();
    }

    /** Echoes once it has switched protocols, else answers. */
    private static boolean answer(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        if (head.header("Upgrade").isEmpty()) {
            Http.readBody(head, in);
            Http.reply(out, 200, "ok");
            return true;
        }
        Http.send(
                out, "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        in.transferTo(out);
        return false;
    }

    private void serve(CertificateSource certificate) {
        RouteTable table = gateway.table(TestGateway.proxied("/", backEnd));
        gateway.gateway().serve(new RouteTable(table.listeners(), certificate, table.entries()));
    }

    private int port() {
        return gateway.gateway().ports().https();
    }

    @Test
    void showsEachHostItsCertificate() throws Exception {
        assertThat(names("a.example")).containsExactly("a.example");
        assertThat(names("B.example")).contains("b.example");
        assertThat(names("www.b.example")).contains("*.b.example");
        assertThat(names("pay.b.example")).containsExactly("pay.b.example");
        assertThat(names("unknown.example")).containsExactly("a.example");
        assertThat(names("")).containsExactly("a.example");
        assertThat(gateway.gateway().certificates())
                .extracting(CertificateStatus::source)
                .containsOnly(CertificateStatus.Source.FILES)
                .hasSize(3);
    }

    private List<String> names(String host) throws Exception {
        var leaf = Visitor.shown(port(), host);
        return leaf.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    @Test
    void resumesSessionsEvenAfterAReload() throws Exception {
        for (String version : List.of("-tls1_3", "-tls1_2")) {
            for (String host : List.of("a.example", "b.example", "pay.b.example")) {
                Path session = folder.resolve("session" + version + host);
                assertThat(sClient(host, version, "-sess_out", session.toString()))
                        .contains("New, ");
                assertThat(sClient(host, version, "-sess_in", session.toString()))
                        .contains("Reused, ")
                        .contains("HTTP/1.1 200");
                replace("c", authority.issueRsa("pay.b.example"));
                gateway.gateway().lookAtCertificates();
                assertThat(sClient(host, version, "-sess_in", session.toString()))
                        .contains("Reused, ");
            }
        }
    }

    @Test
    void choosesHttp11AndModernCiphersForEachName() throws Exception {
        for (String host : List.of("a.example", "pay.b.example")) {
            assertThat(sClient(host, "-alpn", "http/1.1")).contains("ALPN protocol: http/1.1");
            assertThat(sClient(host, "-tls1_2", "-cipher", "AES128-SHA:AES256-SHA"))
                    .doesNotContain("HTTP/1.1");
            for (String old : List.of("-tls1", "-tls1_1")) {
                assertThat(sClient(host, old, "-cipher", "ALL:@SECLEVEL=0"))
                        .doesNotContain("HTTP/1.1");
            }
        }
    }

    @Test
    void neitherRenegotiatesNorTakesEarlyData() throws Exception {
        Path session = folder.resolve("early");
        assertThat(sClient("a.example", "-tls1_3", "-sess_out", session.toString()))
                .contains("Max Early Data: 0")
                .doesNotContain("Early data was accepted");
        Process client = start("a.example", "", "-tls1_2");
        client.getOutputStream().write("R\n".getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().close();
        assertThat(output(client)).contains("RENEGOTIATING").doesNotContain("HTTP/1.1 200");
    }

    private String sClient(String host, String... options) throws Exception {
        Process client = start(host, "-ign_eof", options);
        client.getOutputStream()
                .write(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().close();
        return output(client);
    }

    private Process start(String host, String mode, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("openssl", "s_client"));
        words.addAll(List.of("-connect", "127.0.0.1:" + port(), "-servername", host));
        words.addAll(List.of(options));
        if (!mode.isEmpty()) {
            words.add(mode);
        }
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private static String output(Process client) throws Exception {
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output;
    }

    @Test
    void disturbsNoConnectionWhenFilesChange() throws Exception {
        try (SSLSocket kept = Visitor.connect(port(), "a.example");
                SSLSocket upgraded = Visitor.connect(port(), "a.example")) {
            RawClient keepAlive = new RawClient(kept);
            assertThat(keepAlive.get("/").status()).isEqualTo(200);
            RawClient echo = new RawClient(upgraded);
            echo.send(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(echo.readHead().status()).isEqualTo(101);
            for (int i = 0; i < TestGateway.count(5, 20); i++) {
                Credentials next = authority.issue(Instant.now(), "a.example");
                replace("a", next);
                gateway.gateway().lookAtCertificates();
                assertThat(Visitor.shown(port(), "a.example")).isEqualTo(next.leaf());
                assertThat(keepAlive.get("/").status()).isEqualTo(200);
                echo.send("still here");
                assertThat(new String(echo.in().readNBytes(10), StandardCharsets.US_ASCII))
                        .isEqualTo("still here");
            }
            assertThat(gateway.gateway().certificates().getFirst().failure()).isEmpty();
        }
    }

    @Test
    void keepsTheOldOneAndTellsSoWhenFilesAreWrong() throws Exception {
        var before = Visitor.shown(port(), "a.example");
        Files.writeString(folder.resolve("a-key.pem"), "garbage");
        gateway.gateway().lookAtCertificates();
        assertThat(Visitor.shown(port(), "a.example")).isEqualTo(before);
        assertThat(gateway.gateway().certificates().getFirst().failure().orElseThrow().mend())
                .isNotEmpty();
        // Another table, such as one with another instance, is not held up by it.
        serve(three);
        PemFiles wrong = new PemFiles(folder.resolve("b.pem"), folder.resolve("c-key.pem"));
        assertThatThrownBy(() -> serve(wrong))
                .isInstanceOf(SteadException.class)
                .hasMessageContaining("is not the key of");
        assertThat(Visitor.shown(port(), "a.example")).isEqualTo(before);
    }

    @Test
    void tellsWhenSomethingElseIsShownThanIsStored() throws Exception {
        Credentials other = authority.issue(Instant.now(), "a.example");
        var door = new InetSocketAddress(InetAddress.getLoopbackAddress(), port());
        assertThat(new ServedCheck(door).difference(CertificateSet.of(other)).orElseThrow().what())
                .contains("not the one that is stored")
                .contains("a.example");
        Credentials same = PemPair.read(three.pairs().getFirst());
        assertThat(new ServedCheck(door).difference(CertificateSet.of(same))).isEmpty();
    }

    @Test
    void leavesNoContextBehindAfterManyReloads() throws Exception {
        List<TlsContext> before = new ArrayList<>();
        int reloads = TestGateway.count(50, 1_000);
        for (int i = 0; i < reloads; i++) {
            before.add(gateway.gateway().shownNow());
            replace("a", authority.issue(Instant.now(), "a.example"));
            serve(three);
            try (SSLSocket visitor = Visitor.connect(port(), "a.example")) {
                assertThat(new RawClient(visitor).get("/").status()).isEqualTo(200);
            }
        }
        assertThat(before).doesNotHaveDuplicates().hasSize(reloads);
        await().until(() -> before.stream().allMatch(TlsContext::isReleased));
        assertThat(gateway.gateway().shownNow().isReleased()).isFalse();
    }

    private void replace(String file, Credentials next) throws Exception {
        authority.write(file + "-next", next);
        for (String end : List.of(".pem", "-key.pem")) {
            Files.move(
                    folder.resolve(file + "-next" + end),
                    folder.resolve(file + end),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
