package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.CertificateStatus;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class MetricsIT {
    private static final Pattern ROW =
            Pattern.compile("^\\| `(stead_gateway_\\w+)` \\| (\\w+) \\|", Pattern.MULTILINE);

    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void countsWhatPasses() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(TestGateway.proxied("/api", backEnd));
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.get("/api").status()).isEqualTo(200);
                }
                client.ask("PUT /api HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
                assertThat(client.get("/nothing").status()).isEqualTo(404);
                assertThat(value("connections_open")).isEqualTo(1);
                assertThat(value("tls_handshakes_total{result=\"done\"}")).isEqualTo(1);
                String duration = "request_duration_seconds_count{component=";
                assertThat(value(duration + "\"api\",status=\"2xx\"}")).isEqualTo(4);
                assertThat(value(duration + "\"-\",status=\"4xx\"}")).isEqualTo(1);
                assertThat(value("received_bytes_total{component=\"api\"}")).isEqualTo(4);
                assertThat(value("sent_bytes_total{component=\"api\"}")).isEqualTo(8);
                assertThat(value("requests_refused_total{reason=\"not-found\"}")).isEqualTo(1);
            }
            await().until(() -> value("connections_open") == 0);
            assertThat(value("connections_accepted_total")).isEqualTo(1);
            assertThat(value("connections_limit")).isPositive();
            assertThat(value("buffer_bytes")).isPositive();
        }
    }

    @Test
    void countsHandshakesThatFail() throws Exception {
        gateway.gateway().serve(gateway.table());
        try (RawClient plain =
                new RawClient(
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                gateway.gateway().ports().https()))) {
            plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await().until(() -> value("tls_handshakes_total{result=\"failed\"}") == 1);
        }
    }

    @Test
    void tellsHowInstancesAreReached() throws Exception {
        int dead;
        try (ServerSocket free = new ServerSocket(0)) {
            dead = free.getLocalPort();
        }
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok");
                BackEnd silent = BackEnd.start("api-2", (head, in, out) -> false)) {
            Endpoint gone = new Endpoint("api-3", "127.0.0.1", dead);
            gateway.serve(
                    TestGateway.proxied(
                            "/", false, List.of(backEnd.endpoint(), silent.endpoint(), gone)));
            try (RawClient client = gateway.connect()) {
                await().until(() -> {
                    client.get("/");
                    return value("connects_total{component=\"api\",result=\"failed\"}") > 0
                            && value("retries_total{component=\"api\"}") > 0;
                });
            }
            assertThat(value("connects_total{component=\"api\",result=\"done\"}")).isPositive();
            assertThat(value("instances{circuit=\"closed\",component=\"api\"}")).isEqualTo(3);
            assertThat(value("instances{circuit=\"open\",component=\"api\"}")).isZero();
            gateway.serve(backEnd);
            assertThat(value("instances{circuit=\"closed\",component=\"api\"}")).isEqualTo(1);
        }
    }

    @Test
    void tellsWhatWaitsForRoom() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        BackEnd.Handler slow =
                (head, in, out) -> {
                    StreamIT.awaitLatch(go);
                    Http.reply(out, 200, "ok");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", slow)) {
            gateway.serve(
                    TestGateway.with(
                            Rules.usual().concurrency(1, 10, Duration.ofMinutes(1)).rules(),
                            TestGateway.proxied("/", backEnd)));
            try (RawClient first = gateway.connect();
                    RawClient second = gateway.connect()) {
                first.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                await().until(() -> value("in_flight{component=\"api\"}") == 1);
                second.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                await().until(() -> value("requests_queued{component=\"api\"}") == 1);
                go.countDown();
                assertThat(first.read().status()).isEqualTo(200);
                assertThat(second.read().status()).isEqualTo(200);
            }
            assertThat(value("requests_queued{component=\"api\"}")).isZero();
        }
    }

    @Test
    void tellsWhatTheCacheDoes() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", MetricsIT::keepable)) {
            gateway.serve(
                    TestGateway.kept(
                            "/", new Access.Public(), new CacheRules(1 << 20, 0), backEnd));
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.get("/").body()).isEqualTo("ok");
                }
                client.ask("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
            }
            String requests = "cache_requests_total{component=\"api\",result=";
            assertThat(value(requests + "\"miss\"}")).isEqualTo(1);
            assertThat(value(requests + "\"hit\"}")).isEqualTo(2);
            assertThat(value(requests + "\"pass\"}")).isEqualTo(1);
            assertThat(value("cache_disk_bytes{component=\"api\"}")).isZero();
        }
    }

    private static boolean keepable(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        Http.readBody(head, in);
        Http.send(
                out,
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nCache-Control: max-age=600\r\n\r\nok");
        return true;
    }

    @Test
    void tellsUntilWhenTheCertificateIsGood() {
        gateway.gateway().serve(gateway.table());
        CertificateStatus shown = gateway.gateway().certificates().getFirst();
        String name = "{name=\"" + shown.name() + "\"}";
        assertThat(value("certificate_expiry_timestamp_seconds" + name))
                .isEqualTo((double) shown.notAfter().getEpochSecond());
        assertThat(value("certificate_trouble" + name)).isZero();
    }

    @Test
    void theReferenceListsEveryFamily() throws IOException {
        // Families of which there is nothing yet are not shown.
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(
                    TestGateway.kept(
                            "/api", new Access.Public(), new CacheRules(1 << 20, 0), backEnd));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/api").status()).isEqualTo(200);
                assertThat(client.get("/").status()).isEqualTo(404);
            }
        }
        Map<String, String> listed = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/reference/metrics.md")));
        while (rows.find()) {
            listed.put(rows.group(1), rows.group(2));
        }
        assertThat(PrometheusText.of(gateway.gateway().metrics()).types()).isEqualTo(listed);
    }

    private double value(String name) {
        return PrometheusText.of(gateway.gateway().metrics()).value("stead_gateway_" + name);
    }
}
