package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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
    void theReferenceListsEveryFamily() throws IOException {
        // Families of which there is nothing yet are not shown.
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(TestGateway.proxied("/api", backEnd));
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
