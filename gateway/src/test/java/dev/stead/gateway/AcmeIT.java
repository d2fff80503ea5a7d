package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

import dev.stead.api.CertificateStatus;
import dev.stead.api.CertificateStatus.Source;
import dev.stead.api.Disks;
import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Acme;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Certificates from pebble, as a visitor sees them. */
final class AcmeIT {
    @TempDir Path folder;
    private final MovableClock clock = new MovableClock(Instant.now());
    private final int http = Pebble.freePort();
    private final int https = Pebble.freePort();
    private TestAuthority authority;
    private Pebble pebble;
    private TestGateway gateway;
    private Path kept;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder);
        pebble = new Pebble(folder, authority, http, https);
        gateway = gateway();
        kept = folder.resolve("acme");
    }

    @AfterEach
    void stop() {
        gateway.close();
        pebble.close();
    }

    private TestGateway gateway() {
        return new TestGateway(folder, CertificateSettings.standard(), clock);
    }

    private void serve(String... names) {
        serve(http, acme(pebble.directory(), names));
    }

    private Acme acme(URI directory, String... names) {
        return new Acme(
                kept,
                List.of(names),
                directory,
                Optional.of("ops@shop.example"),
                Optional.of(pebble.trust()));
    }

    private void serve(int httpPort, Acme acme) {
        gateway.gateway()
                .serve(
                        new RouteTable(
                                new Listeners(List.of("127.0.0.1"), https, httpPort),
                                acme,
                                List.of()));
    }

    private CertificateStatus status() {
        return gateway.gateway().certificates().getFirst();
    }

    private X509Certificate shown(String host) throws Exception {
        return Visitor.shown(https, host);
    }

    @Test
    void getsTheFirstCertificateByHttpAndKeepsIt() throws Exception {
        pebble.start();
        serve("shop.example", "stead.shop.example");
        assertThat(shown("shop.example").getIssuerX500Principal().getName())
                .contains("Stead local authority");
        assertThat(status().source()).isEqualTo(Source.LOCAL_UNTIL_ACME);
        gateway.gateway().lookAtCertificates();
        X509Certificate issued = shown("stead.shop.example");
        assertThat(issued.getIssuerX500Principal().getName()).contains("Pebble");
        assertThat(status().names()).containsExactly("shop.example", "stead.shop.example");
        assertThat(status().source()).isEqualTo(Source.ACME);
        assertThat(status().failure()).isEmpty();
        assertThat(status().nextRenewal().orElseThrow())
                .isBetween(clock.instant().plus(Duration.ofDays(1_200)), status().notAfter());
        isKeptFromOthers();
        restart();
        serve("shop.example", "stead.shop.example");
        gateway.gateway().lookAtCertificates();
        assertThat(shown("shop.example")).isEqualTo(issued);
        assertThat(pebble.issued()).isEqualTo(1);
    }

    private void isKeptFromOthers() throws IOException {
        assertThat(mode(kept)).isEqualTo("rwx------");
        try (var files = Files.list(kept)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            assertThat(all).hasSize(2).allSatisfy(f -> assertThat(mode(f)).isEqualTo("rw-------"));
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void restart() {
        gateway.close();
        gateway = gateway();
    }

    /** The authority finds nobody at the port for HTTP-01. */
    @Test
    void getsItByTlsWhenHttpCannotBeReached() throws Exception {
        pebble.start();
        serve(Pebble.freePort(), acme(pebble.directory(), "shop.example", "b.shop.example"));
        gateway.gateway().lookAtCertificates();
        assertThat(status().source()).as(pebble.log()).isEqualTo(Source.ACME);
        assertThat(shown("b.shop.example").getIssuerX500Principal().getName()).contains("Pebble");
        // Visitors who come meanwhile, and those after it, are served as usual.
        try (SSLSocket visitor = Visitor.connect(https, "shop.example")) {
            assertThat(new RawClient(visitor).get("/").status()).isEqualTo(404);
        }
    }

    @Test
    void servesVisitorsWhileATlsProofIsAwaited() throws Exception {
        serve(acme(pebble.directory(), "shop.example"));
        Challenges challenges = gateway.gateway().challenges();
        Credentials proof = authority.issue(Instant.now(), "shop.example");
        challenges.answer(
                "shop.example", TlsContext.speaking(Challenges.PROTOCOL, proof, new Staple(clock)));
        assertThat(shown("shop.example")).isNotEqualTo(proof.leaf());
        try (SSLSocket visitor = Visitor.connect(https, "shop.example")) {
            assertThat(new RawClient(visitor).get("/").status()).isEqualTo(404);
        }
        Process client =
                new ProcessBuilder(
                                "openssl",
                                "s_client",
                                "-connect",
                                "127.0.0.1:" + https,
                                "-servername",
                                "shop.example",
                                "-alpn",
                                Challenges.PROTOCOL,
                                "-ign_eof")
                        .redirectErrorStream(true)
                        .start();
        client.getOutputStream().close();
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("ALPN protocol: acme-tls/1")
                .contains(Pem.encode(proof.leaf()).strip());
    }

    private void serve(Acme acme) {
        serve(http, acme);
    }

    @Test
    void renewsWhenAThirdIsLeftAndCutsNobodyOff() throws Exception {
        pebble.start();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        X509Certificate first = shown("shop.example");
        try (SSLSocket open = Visitor.connect(https, "shop.example")) {
            RawClient visitor = new RawClient(open);
            assertThat(visitor.get("/").status()).isEqualTo(404);
            clock.set(status().nextRenewal().orElseThrow().minusSeconds(1));
            gateway.gateway().lookAtCertificates();
            assertThat(shown("shop.example")).isEqualTo(first);
            clock.go(Duration.ofSeconds(2));
            gateway.gateway().lookAtCertificates();
            X509Certificate second = shown("shop.example");
            assertThat(second).isNotEqualTo(first);
            assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
            assertThat(visitor.get("/").status()).isEqualTo(404);
            gateway.gateway().lookAtCertificates();
            assertThat(pebble.issued()).isEqualTo(2);
        }
    }

    @Test
    void ordersAnewForOtherNamesWithTheSameAccount() throws Exception {
        pebble.start();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        X509Certificate first = shown("shop.example");
        String account = Files.readString(only("account-*"));
        serve("shop.example", "b.shop.example");
        assertThat(shown("shop.example")).isEqualTo(first);
        gateway.gateway().lookAtCertificates();
        assertThat(status().names()).containsExactly("b.shop.example", "shop.example");
        assertThat(only("account-*")).hasContent(account);
        assertThat(pebble.issued()).isEqualTo(2);
    }

    private Path only(String pattern) throws IOException {
        try (var files = Files.newDirectoryStream(kept, pattern)) {
            return files.iterator().next();
        }
    }

    @Test
    void serveOnAndTriesEverMoreSeldomWhileTheDirectoryIsDown() throws Exception {
        pebble.start();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        X509Certificate first = shown("shop.example");
        pebble.close();
        clock.set(status().nextRenewal().orElseThrow().plusSeconds(1));
        Duration before = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            gateway.gateway().lookAtCertificates();
            assertThat(status().failure().orElseThrow().what()).contains("cannot be reached");
            assertThat(status().failure().orElseThrow().mend()).contains("firewall");
            Duration wait = Duration.between(clock.instant(), status().nextRenewal().orElseThrow());
            assertThat(wait).isGreaterThan(before.multipliedBy(3).dividedBy(2));
            before = wait;
            clock.go(wait);
        }
        assertThat(shown("shop.example")).isEqualTo(first);
        pebble.start();
        gateway.gateway().lookAtCertificates();
        assertThat(status().failure()).isEmpty();
        assertThat(shown("shop.example")).isNotEqualTo(first);
    }

    @Test
    void servesFromMemoryWhileTheDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"))) {
            assumeThat(disk.failure()).as("no small disk can be mounted").isEmpty();
            kept = disk.folder().resolve("acme");
            pebble.start();
            serve("shop.example");
            gateway.gateway().lookAtCertificates();
            X509Certificate first = shown("shop.example");
            disk.fill();
            clock.set(status().nextRenewal().orElseThrow().plusSeconds(1));
            gateway.gateway().lookAtCertificates();
            assertThat(shown("shop.example")).isEqualTo(first);
            assertThat(status().failure().orElseThrow().mend()).contains("space");
            assertThat(pebble.issued()).isEqualTo(1);
            clock.set(first.getNotAfter().toInstant().minus(Duration.ofDays(3)));
            gateway.gateway().lookAtCertificates();
            X509Certificate second = shown("shop.example");
            assertThat(second).isNotEqualTo(first);
            assertThat(status().failure().orElseThrow().what()).contains("cannot be stored");
            disk.empty();
            gateway.gateway().lookAtCertificates();
            assertThat(status().failure()).isEmpty();
            restart();
            serve("shop.example");
            assertThat(shown("shop.example")).isEqualTo(second);
            assertThat(pebble.issued()).isEqualTo(2);
            gateway.close();
        }
    }

    @Test
    void waitsForRoomBeforeItAsksUnlessItIsUrgent() throws Exception {
        AtomicBoolean room = new AtomicBoolean();
        Disks disks =
                new Disks() {
                    @Override
                    public void demand(Path where, long bytes, String what) {
                        if (!room.get()) {
                            throw new SteadException(Code.EXHAUSTED, "no room to " + what, "free");
                        }
                    }

                    @Override
                    public List<String> warnings() {
                        return List.of();
                    }
                };
        gateway.close();
        gateway = new TestGateway(folder, CertificateSettings.standard().on(disks), clock);
        pebble.start();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        assertThat(pebble.issued()).as("better than the local authority's").isEqualTo(1);
        clock.set(status().nextRenewal().orElseThrow().plusSeconds(1));
        gateway.gateway().lookAtCertificates();
        assertThat(pebble.issued()).isEqualTo(1);
        assertThat(status().failure().orElseThrow().what())
                .isEqualTo("no room to order a certificate");
        room.set(true);
        clock.set(status().nextRenewal().orElseThrow().plusSeconds(1));
        gateway.gateway().lookAtCertificates();
        assertThat(pebble.issued()).isEqualTo(2);
        assertThat(status().failure()).isEmpty();
    }

    @Test
    void putsAsideWhatItCannotReadAndOrdersAnew() throws Exception {
        pebble.start();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        Path file = only("certificate-*");
        gateway.close();
        Files.writeString(file, "garbage");
        gateway = gateway();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        assertThat(status().source()).isEqualTo(Source.ACME);
        assertThat(only("certificate-*.unreadable")).hasContent("garbage");
        assertThat(pebble.issued()).isEqualTo(2);
    }

    @Test
    void startsWithACertificateThatHasABadByte() throws Exception {
        pebble.start();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        Path file = only("certificate-*");
        gateway.close();
        byte[] damaged = Files.readAllBytes(file);
        damaged[damaged.length / 2] = (byte) 0xff;
        Files.write(file, damaged);
        gateway = gateway();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        assertThat(status().source()).isEqualTo(Source.ACME);
        assertThat(only("certificate-*.unreadable")).hasBinaryContent(damaged);
        assertThat(pebble.issued()).isEqualTo(2);
    }

    /** A link in a circle can be read as little as a file on a disk that fails. */
    @Test
    void neverOverwritesAnAccountThatItCannotRead() throws Exception {
        pebble.start();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        X509Certificate first = shown("shop.example");
        Path account = only("account-*");
        Path elsewhere = Files.move(account, folder.resolve("account"));
        Files.createSymbolicLink(account, account);
        clock.set(status().nextRenewal().orElseThrow().plusSeconds(1));
        restart();
        serve("shop.example");
        gateway.gateway().lookAtCertificates();
        assertThat(status().failure().orElseThrow().what())
                .contains(account.toString())
                .contains("cannot be read");
        assertThat(status().failure().orElseThrow().mend()).contains("move it away");
        assertThat(account).isSymbolicLink();
        assertThat(shown("shop.example")).isEqualTo(first);
        Files.move(elsewhere, account, StandardCopyOption.REPLACE_EXISTING);
        String known = Files.readString(account);
        clock.set(status().nextRenewal().orElseThrow().plusSeconds(1));
        gateway.gateway().lookAtCertificates();
        assertThat(status().failure()).isEmpty();
        assertThat(account).hasContent(known);
        assertThat(pebble.issued()).isEqualTo(2);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void givesUpAnAuthorityThatStallsInTheMiddleOfAnAnswer() throws Exception {
        HttpServer stalling = HttpServer.create(new InetSocketAddress(loopback(), 0), 0);
        stalling.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, 100);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                });
        stalling.start();
        try {
            URI place = URI.create("http://127.0.0.1:" + stalling.getAddress().getPort() + "/dir");
            AcmeOrder order =
                    new AcmeOrder(
                            acme(place, "shop.example"),
                            new Issuer(new SecureRandom()).newKey(),
                            new Challenges(),
                            clock,
                            Duration.ofMillis(500));
            assertThat(order.place(List.of()))
                    .isInstanceOfSatisfying(
                            AcmeOutcome.Failed.class,
                            failed -> assertThat(failed.why().what()).contains("no whole answer"));
        } finally {
            stalling.stop(0);
        }
    }

    @Test
    void tellsWhatIsWrongWithNamesThatCannotBeProven() throws Exception {
        pebble.start();
        int elsewhere = Pebble.freePort();
        gateway.gateway()
                .serve(
                        new RouteTable(
                                new Listeners(List.of("127.0.0.1"), elsewhere, Pebble.freePort()),
                                acme(pebble.directory(), "shop.example"),
                                List.of()));
        gateway.gateway().lookAtCertificates();
        assertThat(status().source()).isEqualTo(Source.LOCAL_UNTIL_ACME);
        assertThat(status().failure().orElseThrow().what())
                .contains("shop.example by http-01")
                .contains("shop.example by tls-alpn-01");
        assertThat(status().failure().orElseThrow().mend()).contains("port 80").contains("443");
    }

    @Test
    void waitsAsLongAsTheAuthoritySaysAndBearsBadAnswers() throws Exception {
        HttpsServer bad = HttpsServer.create(new InetSocketAddress(loopback(), 0), 0);
        bad.setHttpsConfigurator(new HttpsConfigurator(context()));
        URI place = URI.create("https://localhost:" + bad.getAddress().getPort() + "/");
        String directory =
                "{\"newNonce\":\"%1$sn\",\"newAccount\":\"%1$sa\",\"newOrder\":\"%1$so\"}"
                        .formatted(place);
        bad.createContext("/dir", exchange -> reply(exchange, 200, "application/json", directory));
        bad.createContext("/n", exchange -> reply(exchange, 200, "text/plain", ""));
        bad.createContext(
                "/a",
                exchange -> {
                    exchange.getResponseHeaders().add("Retry-After", "7200");
                    reply(
                            exchange,
                            429,
                            "application/problem+json",
                            "{\"type\":\"urn:ietf:params:acme:error:rateLimited\","
                                    + "\"detail\":\"too many\"}");
                });
        bad.createContext("/garbage", exchange -> reply(exchange, 200, "text/html", "<p>hello"));
        bad.createContext("/broken", exchange -> reply(exchange, 500, "text/plain", "no"));
        bad.start();
        try {
            serve(acme(place.resolve("dir"), "shop.example"));
            gateway.gateway().lookAtCertificates();
            assertThat(status().failure().orElseThrow().what()).contains("too many");
            assertThat(status().nextRenewal().orElseThrow())
                    .isAfter(clock.instant().plus(Duration.ofMinutes(119)));
            for (String path : List.of("garbage", "broken", "nothing")) {
                serve(acme(place.resolve(path), "shop.example"));
                gateway.gateway().lookAtCertificates();
                assertThat(status().failure()).as(path).isPresent();
                assertThat(status().source()).isEqualTo(Source.LOCAL_UNTIL_ACME);
            }
        } finally {
            bad.stop(0);
        }
    }

    private static void reply(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.getResponseHeaders().add("Replay-Nonce", "bm9uY2U");
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }

    private SSLContext context() throws Exception {
        Credentials own = authority.issue(Instant.now(), "localhost");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(
                "own", own.key(), new char[0], own.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
