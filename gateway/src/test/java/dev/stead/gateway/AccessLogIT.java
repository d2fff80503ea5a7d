package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Trimmable;
import dev.stead.base.Json;
import dev.stead.model.Access;
import dev.stead.model.TrafficRules;
import dev.stead.model.TrafficRules.LogRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

final class AccessLogIT {
    private final Json json = new Json();
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        FakeSessions sessions = new FakeSessions().with("ann-secret", "ann");
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void writesALineForEachRequest() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(
                    TestGateway.proxied("/", backEnd),
                    TestGateway.guarded("/in", new Access.SignedIn(), backEnd));
            try (RawClient client = gateway.connect();
                    RawClient plain = gateway.connectPlain()) {
                client.get("/a?b=c", "User-Agent: test\r\n");
                client.get("/in", AccessIT.ANN + "\r\n");
                client.ask("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
                plain.get("/d");
                client.ask("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
            }
            List<JsonNode> lines = lines(5);
            JsonNode first = find(lines, "/a?b=c");
            assertThat(first.get("component").asString()).isEqualTo("api");
            assertThat(first.get("instance").asString()).isEqualTo("api-1");
            assertThat(first.get("agent").asString()).isEqualTo("test");
            assertThat(first.get("address").asString()).isEqualTo("127.0.0.1");
            assertThat(first.get("out").asInt()).isEqualTo(2);
            assertThat(find(lines, "/in").get("account").asString()).isEqualTo("ann");
            assertThat(lines).anyMatch(it -> it.get("in").asInt() == 4);
            assertThat(find(lines, "/d").get("status").asInt()).isEqualTo(308);
            assertThat(lines)
                    .anyMatch(it ->
                            it.get("status").asInt() == 400
                                    && it.get("refusal").asString().equals("malformed"));
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(gateway.accessLog())))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void neverHoldsASecret() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(TestGateway.proxied("/", backEnd));
            try (RawClient client = gateway.connect()) {
                client.get(
                        "/p;token=S3CRET?token=S3CRET&a=b&user[password]=S3CRET",
                        """
                        Cookie: __Host-Http-stead=S3CRET; other=S3CRET\r
                        Authorization: Bearer S3CRET\r
                        X-Stead-Token: S3CRET\r
                        User-Agent: x (key=S3CRET)\r
                        Referer: https://u:S3CRET@h/?code=S3CRET\r
                        """);
                client.get("/.stead/enter?code=S3CRET&to=/");
                client.ask("GET /x HTTP/1.1\r\nHost: localhost\r\nToken S3CRET\r\n\r\n");
            }
            assertThat(lines(3).toString()).doesNotContain("S3CRET").contains("a=b");
        }
    }

    @Test
    void tellsOfThoseWhoLeftAndOfUpgrades() throws Exception {
        BackEnd.Handler endless = StreamIT.endless(new AtomicLong(), new CountDownLatch(1));
        BackEnd.Handler chat =
                (head, in, out) -> {
                    Http.sendLines(
                            out,
                            """
                            HTTP/1.1 101 Switching Protocols
                            Connection: Upgrade
                            Upgrade: chat

                            """);
                    out.write(in.readNBytes(4));
                    out.write(new byte[6]);
                    out.flush();
                    return false;
                };
        try (BackEnd streaming = BackEnd.start("api-1", endless);
                BackEnd chatting = BackEnd.start("api-2", chat)) {
            gateway.serve(
                    TestGateway.proxied("/", streaming), TestGateway.proxied("/ws", chatting));
            try (RawClient client = gateway.connect()) {
                client.send("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
                client.readHead();
            }
            try (RawClient client = gateway.connect()) {
                client.send(
                        "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                + "Upgrade: chat\r\n\r\n");
                client.readHead();
                client.send("ping");
                assertThat(client.in().readAllBytes()).hasSize(10);
            }
            List<JsonNode> lines = lines(2);
            assertThat(find(lines, "/endless").get("cut").asString()).isEqualTo("client");
            JsonNode upgrade = find(lines, "/ws");
            assertThat(upgrade.get("status").asInt()).isEqualTo(101);
            assertThat(upgrade.get("upgrade").asString()).isEqualTo("chat");
            assertThat(upgrade.get("in").asInt()).isEqualTo(4);
            assertThat(upgrade.get("out").asInt()).isEqualTo(10);
        }
    }

    @Test
    void staysWithinItsSize() throws Exception {
        int keep = 20_000;
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(logging(new LogRules(true, List.of(), keep)), entry(backEnd));
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 200; i++) {
                    client.get("/" + i);
                    if (i % 10 == 9) {
                        String last = "\"/" + i + "\"";
                        await().until(() -> text().contains(last));
                        assertThat(sizes()).isLessThanOrEqualTo(keep);
                    }
                }
            }
            assertThat(older()).isRegularFile();
            assertThat(Files.size(older())).isLessThanOrEqualTo(keep / 2);
        }
    }

    @Test
    void writesNothingWhenItIsOff() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(logging(new LogRules(false, List.of(), 1 << 20)), entry(backEnd));
            try (RawClient client = gateway.connect()) {
                client.get("/off");
                // The client may have its reply before the request is written down, or is not.
                await().until(() ->
                        PrometheusText.of(gateway.gateway().metrics())
                                        .value("stead_gateway_sent_bytes_total{component=\"api\"}")
                                == 2);
                gateway.serve(
                        logging(new LogRules(true, List.of("page"), 1 << 20)), entry(backEnd));
                client.get("/on?page=7");
            }
            assertThat(lines(1).getFirst().get("path").asString()).isEqualTo("/on?page=*");
        }
    }

    @Test
    void servesOnWhenTheDiskDoesNot() throws Exception {
        Files.createDirectory(gateway.accessLog());
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(entry(backEnd));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(200);
                await().until(() ->
                        PrometheusText.of(gateway.gateway().metrics())
                                        .value("stead_gateway_access_log_dropped_total")
                                == 1);
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void leavesNoHalfLineWhenTheDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"))) {
            assumeThat(disk.failure()).as("no small disk can be mounted").isEmpty();
            Path path = disk.folder().resolve("access.jsonl");
            try (RotatingFile file = new RotatingFile(path)) {
                file.append(lines("first", 1), 1 << 20);
                disk.fill();
                ByteBuffer many = lines("lost", 2_000);
                int size = many.remaining();
                assertThatThrownBy(() -> file.append(many, 1 << 20))
                        .isInstanceOf(IOException.class);
                assertThat(many.remaining()).isEqualTo(size);
                assertThat(path).hasContent("first\n");
                disk.empty();
                file.append(lines("last", 1), 1 << 20);
            }
            assertThat(Files.readString(path)).isEqualTo("first\nlast\n");
        }
    }

    @Test
    void theRotatedFileCanGoAndNothingElse() throws Exception {
        Path log = folder.resolve("access.jsonl");
        Trimmable rotated = new RotatedLog(log);
        assertThat(rotated.trim(1)).isZero();
        try (RotatingFile file = new RotatingFile(log)) {
            file.append(lines("first", 10), 100);
            file.append(lines("last", 10), 100);
            assertThat(rotated.trim(0)).isZero();
            assertThat(rotated.trim(1)).isEqualTo(60);
            assertThat(folder.resolve("access.jsonl.1")).doesNotExist();
            file.append(lines("again", 10), 100);
        }
        assertThat(Files.readString(log)).startsWith("again");
        assertThat(Files.readString(folder.resolve("access.jsonl.1"))).startsWith("last");
        Files.delete(folder.resolve("access.jsonl.1"));
        Files.createDirectory(folder.resolve("access.jsonl.1"));
        assertThat(rotated.trim(1)).isZero();
        assertThat(folder.resolve("access.jsonl.1")).isDirectory();
    }

    @Test
    void beginsALineOfItsOwnBehindHalfAnOne() throws Exception {
        Path path = folder.resolve("half.jsonl");
        Files.writeString(path, "whole\nhal");
        try (RotatingFile file = new RotatingFile(path)) {
            file.append(lines("next", 1), 1 << 20);
        }
        try (RotatingFile file = new RotatingFile(path)) {
            file.append(lines("last", 1), 1 << 20);
        }
        assertThat(Files.readString(path)).isEqualTo("whole\nhal\nnext\nlast\n");
    }

    private static ByteBuffer lines(String line, int count) {
        return ByteBuffer.wrap((line + '\n').repeat(count).getBytes(StandardCharsets.US_ASCII));
    }

    private static dev.stead.api.RouteTable.Entry entry(BackEnd backEnd) {
        return TestGateway.proxied("/", backEnd);
    }

    private static TrafficRules logging(LogRules log) {
        TrafficRules rules = TestGateway.GENEROUS;
        return new TrafficRules(
                rules.connections(),
                rules.memory(),
                rules.address(),
                rules.account(),
                rules.from(),
                log);
    }

    private Path older() {
        return gateway.accessLog().resolveSibling("access.jsonl.1");
    }

    private long sizes() throws IOException {
        long older = Files.exists(older()) ? Files.size(older()) : 0;
        return older + Files.size(gateway.accessLog());
    }

    private String text() throws IOException {
        return Files.exists(gateway.accessLog()) ? Files.readString(gateway.accessLog()) : "";
    }

    /** All lines, once there are as many, when the gateway has closed. */
    private List<JsonNode> lines(int count) throws IOException {
        await().until(() -> text().lines().count() >= count);
        gateway.close();
        try (Stream<String> lines = Files.lines(gateway.accessLog())) {
            List<JsonNode> all = lines.map(json::tree).toList();
            assertThat(all).hasSize(count);
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode find(List<JsonNode> lines, String path) {
        return lines.stream()
                .filter(it -> it.get("path").asString().equals(path))
                .findFirst()
                .orElseThrow();
    }
}
