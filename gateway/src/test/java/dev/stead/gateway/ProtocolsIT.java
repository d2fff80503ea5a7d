package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** What a client can rely on, whichever version of HTTP it speaks. */
final class ProtocolsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BIG = TestGateway.count(64, 1024) * (1L << 20);

    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
        gateway.gateway().serve(gateway.table());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpClient client(Version version) {
        return HttpClient.newBuilder()
                .sslContext(gateway.trust())
                .version(version)
                .connectTimeout(PATIENCE)
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.uri(path)).timeout(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void relaysARequestAndItsReply(Version version) throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    Http.reply(out, 201, head.start() + "/" + Http.readBody(head, in));
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", echo);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            HttpResponse<String> reply =
                    client.send(
                            request("/plans?id=1").POST(BodyPublishers.ofString("figures")).build(),
                            BodyHandlers.ofString());
            assertThat(reply.version()).isEqualTo(version);
            assertThat(reply.statusCode()).isEqualTo(201);
            assertThat(reply.body()).isEqualTo("POST /plans?id=1 HTTP/1.1/figures");
            assertThat(reply.headers().firstValue("X-Request-Id")).isPresent();
            Http.Head seen = backEnd.requests().remove();
            assertThat(seen.all("Host"))
                    .containsExactly("localhost:" + gateway.gateway().ports().https());
            assertThat(seen.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(seen.all("X-Forwarded-Proto")).containsExactly("https");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void relaysBodiesOfUnknownLength(Version version) throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    String body = Http.readBody(head, in);
                    Http.sendLines(
                            out,
                            """
                            HTTP/1.1 200 OK
                            Transfer-Encoding: chunked
                            Connection: X-Secret
                            X-Secret: 1

                            """);
                    Http.sendLines(out, "%x\n%s\n0\n\n".formatted(body.length(), body));
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", echo);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            byte[] body = "figures".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            HttpResponse<byte[]> reply =
                    client.send(
                            request("/")
                                    .POST(
                                            BodyPublishers.ofInputStream(
                                                    () -> new ByteArrayInputStream(body)))
                                    .build(),
                            BodyHandlers.ofByteArray());
            assertThat(reply.body()).isEqualTo(body);
            assertThat(reply.headers().map()).doesNotContainKeys("connection", "x-secret");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void relaysRepliesWithoutBody(Version version) throws Exception {
        BackEnd.Handler bare =
                (head, in, out) -> {
                    Http.readBody(head, in);
                    String status = head.target().substring(1);
                    String length = status.equals("204") ? "" : "Content-Length: 1000\r\n";
                    Http.send(out, "HTTP/1.1 " + status + " X\r\n" + length + "\r\n");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", bare);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> head =
                        client.send(
                                request("/200").method("HEAD", BodyPublishers.noBody()).build(),
                                BodyHandlers.ofString());
                assertThat(head.statusCode()).isEqualTo(200);
                assertThat(head.headers().firstValue("Content-Length")).contains("1000");
                assertThat(status(client, "/204")).isEqualTo(204);
                assertThat(status(client, "/304")).isEqualTo(304);
            }
            assertThat(backEnd.accepted()).isEqualTo(1);
        }
    }

    private int status(HttpClient client, String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString()).statusCode();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void streamsBigBodiesBothWays(Version version) throws Exception {
        BackEnd.Handler big =
                (head, in, out) -> {
                    if (head.method().equals("GET")) {
                        Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + BIG + "\r\n\r\n");
                        new Counting(BIG).transferTo(out);
                    } else {
                        Http.reply(out, 200, "" + sum(in));
                    }
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", big);
                HttpClient client = client(version);
                InputStream all = new Counting(BIG)) {
            gateway.serve(backEnd);
            long expected = sum(all);
            var bytes = BodyPublishers.ofInputStream(() -> new Counting(BIG));
            var up = request("/").PUT(BodyPublishers.fromPublisher(bytes, BIG)).build();
            assertThat(client.send(up, BodyHandlers.ofString()).body()).isEqualTo("" + expected);
            var down = client.send(request("/").build(), BodyHandlers.ofInputStream());
            try (InputStream body = down.body()) {
                assertThat(sum(body)).isEqualTo(expected);
            }
        }
    }

    private static long sum(InputStream in) throws IOException {
        CRC32 sum = new CRC32();
        byte[] block = new byte[64 * 1024];
        for (long left = BIG; left > 0; ) {
            int read = in.read(block, 0, (int) Math.min(left, block.length));
            if (read < 0) {
                throw new IOException(left + " bytes are missing");
            }
            sum.update(block, 0, read);
            left -= read;
        }
        return sum.getValue();
    }

    /** Bytes that depend on where they are. */
    private static final class Counting extends InputStream {
        private final long total;
        private long at;

        Counting(long total) {
            this.total = total;
        }

        @Override
        public int read() {
            return at == total ? -1 : (int) (((at++ * 31) >>> 7) & 0xff);
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (at == total) {
                return -1;
            }
            int count = (int) Math.min(length, total - at);
            for (int i = 0; i < count; i++) {
                into[from + i] = (byte) ((at++ * 31) >>> 7);
            }
            return count;
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void relaysEventsOneByOne(Version version) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        BackEnd.Handler events =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    Http.send(out, "data: 1\n\n");
                    StreamIT.awaitLatch(seen);
                    Http.send(out, "data: 2\n\n");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", events);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            HttpResponse<InputStream> reply =
                    client.send(request("/").build(), BodyHandlers.ofInputStream());
            try (InputStream body = reply.body()) {
                assertThat(new String(body.readNBytes(9), StandardCharsets.US_ASCII))
                        .isEqualTo("data: 1\n\n");
                seen.countDown();
                assertThat(new String(body.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("data: 2\n\n");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void tellsTheInstanceWhenTheClientLeaves(Version version) throws Exception {
        CompletableFuture<Integer> next = new CompletableFuture<>();
        BackEnd.Handler slow =
                (head, in, out) -> {
                    next.complete(in.read());
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", slow);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            var reply = client.sendAsync(request("/").build(), BodyHandlers.ofString());
            await().until(() -> !backEnd.requests().isEmpty());
            reply.cancel(true);
            assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
            await().until(() -> gateway.gateway().inFlight("api") == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void doesNotReadAheadOfAClientThatDoesNotRead(Version version) throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        try (BackEnd backEnd = BackEnd.start("api-1", StreamIT.endless(written, ended));
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            HttpResponse<InputStream> reply =
                    client.send(request("/").build(), BodyHandlers.ofInputStream());
            StreamIT.awaitStandstill(written);
            assertThat(written.get()).isBetween(1L, 60L << 20);
            reply.body().close();
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void failsRepliesThatAreCut(Version version) throws Exception {
        BackEnd.Handler cut =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", cut);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            var reply = client.sendAsync(request("/").build(), BodyHandlers.ofString());
            assertThat(reply).failsWithin(PATIENCE);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void continuesWhenTheInstanceWantsTheBody(Version version) throws Exception {
        BackEnd.Handler polite =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 100 Continue\r\n\r\n");
                    Http.reply(out, 200, Http.readBody(head, in));
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", polite);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            var request =
                    request("/").expectContinue(true).POST(BodyPublishers.ofString("body")).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("body");
            assertThat(backEnd.requests().remove().header("Expect")).contains("100-Continue");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void relaysAReplyThatComesBeforeTheBodyWasRead(Version version) throws Exception {
        BackEnd.Handler early =
                (head, in, out) -> {
                    Http.send(
                            out,
                            "HTTP/1.1 413 X\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
                    in.skipNBytes(1 << 20);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", early)) {
            gateway.serve(backEnd);
            // The client of the JDK fails when its body is refused by HTTP/1.1.
            if (version == Version.HTTP_2) {
                try (H2Client client = H2Client.connect(gateway)) {
                    client.request(1, false, H2Client.head("PUT", "/"));
                    client.data(1, false, "some of it");
                    assertThat(client.reply(1).body()).isEqualTo("big");
                    assertThat(client.read(H2Client.RST_STREAM).error().code()).isZero();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void servesFiles(Version version) throws Exception {
        Path site = Files.createDirectories(folder.resolve("site"));
        String text = "0123456789".repeat(50_000);
        Files.writeString(site.resolve("big.bin"), text);
        gateway.serve(TestGateway.site("/", site, Optional.empty()));
        try (HttpClient client = client(version)) {
            assertThat(client.send(request("/big.bin").build(), BodyHandlers.ofString()).body())
                    .isEqualTo(text);
            var part =
                    client.send(
                            request("/big.bin").header("Range", "bytes=5-9").build(),
                            BodyHandlers.ofString());
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).isEqualTo("56789");
            assertThat(status(client, "/none.txt")).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void carriesManyRequestsAtOnce(Version version) throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    Http.reply(out, 200, head.target());
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", echo);
                HttpClient client = client(version)) {
            gateway.serve(backEnd);
            List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                replies.add(client.sendAsync(request("/" + i).build(), BodyHandlers.ofString()));
            }
            for (int i = 0; i < 100; i++) {
                assertThat(replies.get(i).get(20, TimeUnit.SECONDS).body()).isEqualTo("/" + i);
            }
        }
    }
}
