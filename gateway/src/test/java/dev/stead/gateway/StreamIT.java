package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/** Bodies on their way; the heap of these tests is smaller than what passes. */
final class StreamIT {
    private static final long MIB = 1 << 20;

    /** What the kernel's buffers of two connections may hold, and the gateway's own. */
    private static final long BUFFERS = 40 * MIB;

    private static final long TOTAL = TestGateway.count(256, 5 * 1024) * MIB;

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
    void streamsDown() throws Exception {
        CRC32 sent = new CRC32();
        BackEnd.Handler big =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
                    pour(out, TOTAL, sent);
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", big)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(200);
                assertThat(drain(client.in(), TOTAL)).isEqualTo(sent.getValue());
            }
        }
    }

    @Test
    void streamsUp() throws Exception {
        BackEnd.Handler sink =
                (head, in, out) -> {
                    Http.reply(out, 200, "" + drain(in, TOTAL));
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", sink)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(
                        "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + TOTAL
                                + "\r\n\r\n");
                CRC32 sent = new CRC32();
                pour(client.out(), TOTAL, sent);
                assertThat(client.read().body()).isEqualTo("" + sent.getValue());
            }
        }
    }

    @Test
    void doesNotReadAheadOfAClientThatDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        try (BackEnd backEnd = BackEnd.start("api-1", endless(written, ended))) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                client.readHead();
                awaitStandstill(written);
                assertThat(written.get()).isBetween(1L, BUFFERS);
            }
            // The client is gone, so the instance is told rather than drained.
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(written.get()).isLessThan(2 * BUFFERS);
        }
    }

    @Test
    void takesNoFurtherRequestsFromAClientThatDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        gateway.gateway().serve(gateway.table());
        try (RawClient client = gateway.connectPlain()) {
            String some = "GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(1_000);
            Thread.ofVirtual()
                    .start(() ->
                            pourUntilFailure(
                                    client.out(),
                                    written,
                                    some.getBytes(StandardCharsets.US_ASCII)));
            awaitStandstill(written);
            long stopped = written.get();
            assertThat(stopped).isLessThan(BUFFERS);
            // Each reply that is taken makes room, until the client can write again.
            while (written.get() == stopped) {
                assertThat(client.read().status()).isEqualTo(308);
            }
        }
    }

    @Test
    void doesNotReadAheadOfAnInstanceThatDoesNotRead() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        BackEnd.Handler deaf =
                (head, in, out) -> {
                    awaitLatch(done);
                    return false;
                };
        AtomicLong written = new AtomicLong();
        try (BackEnd backEnd = BackEnd.start("api-1", deaf)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(
                        "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n");
                Thread.ofVirtual().start(() -> pourUntilFailure(client.out(), written));
                awaitStandstill(written);
                assertThat(written.get()).isBetween(1L, BUFFERS);
                done.countDown();
            }
        }
    }

    /** Never answers; says what it reads behind the head. */
    private static BackEnd.Handler silent(CountDownLatch asked, CompletableFuture<Integer> next) {
        return (head, in, out) -> {
            asked.countDown();
            next.complete(in.read());
            return false;
        };
    }

    @Test
    void tellsTheInstanceWhenTheClientLeavesBeforeTheReply() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Integer> next = new CompletableFuture<>();
        try (BackEnd backEnd = BackEnd.start("api-1", silent(asked, next))) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
            Awaitility.await().until(() -> gateway.gateway().inFlight("api") == 0);
        }
    }

    /** It cannot be told from one that has left, see decision 23. */
    @Test
    void tellsTheInstanceWhenTheClientEndsItsSideBeforeTheReply() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Integer> next = new CompletableFuture<>();
        try (BackEnd backEnd = BackEnd.start("api-1", silent(asked, next))) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
                client.endOutput();
                assertThat(next.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
                assertThat(client.closed()).isTrue();
            }
        }
    }

    /** What is at hand leaves before the end of the client's side is looked at. */
    @Test
    void answersWhatIsAtHandThoughTheClientEndsItsSide() throws Exception {
        gateway.gateway().serve(gateway.table());
        try (RawClient client = gateway.connectPlain()) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.endOutput();
            assertThat(client.read().status()).isEqualTo(308);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void relaysEventsOneByOne() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        BackEnd.Handler events =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                    Http.send(out, "data: 1\n\n");
                    awaitLatch(seen);
                    Http.send(out, "data: 2\n\n");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", events)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
                assertThat(client.readHead().header("Content-Type")).contains("text/event-stream");
                assertThat(text(client.in().readNBytes(9))).contains("data: 1");
                seen.countDown();
                assertThat(text(client.in().readAllBytes())).contains("data: 2");
            }
        }
    }

    @Test
    void relaysInterimReplies() throws Exception {
        BackEnd.Handler polite =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                    Http.send(out, "HTTP/1.1 100 Continue\r\n\r\n");
                    Http.reply(out, 200, Http.readBody(head, in));
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", polite)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(
                        Http.lines(
                                """
                                POST / HTTP/1.1
                                Host: localhost
                                Expect: 100-continue
                                Content-Length: 4

                                """));
                assertThat(client.readHead().header("Link")).contains("</a.css>");
                assertThat(client.readHead().status()).isEqualTo(100);
                client.send("body");
                assertThat(client.read().body()).isEqualTo("body");
                assertThat(client.get("/").status()).isEqualTo(103);
            }
        }
    }

    @Test
    void closesWhenAnExpectationIsRefused() throws Exception {
        BackEnd.Handler strict =
                (head, in, out) -> {
                    Http.reply(out, 401, "no");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", strict)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                RawClient.Reply reply =
                        client.ask(
                                Http.lines(
                                        """
                                        POST / HTTP/1.1
                                        Host: localhost
                                        Expect: 100-continue
                                        Content-Length: 4

                                        """));
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.header("Connection")).isEqualTo("close");
            }
        }
    }

    @Test
    void relaysTrailersBothWays() throws Exception {
        BackEnd.Handler trailing =
                (head, in, out) -> {
                    String body = Http.readBody(head, in);
                    Http.sendLines(
                            out,
                            """
                            HTTP/1.1 200 OK
                            Transfer-Encoding: chunked
                            Trailer: X-Sum

                            """);
                    Http.sendLines(out, "%x\n%s\n0\nX-Sum: 9\n\n".formatted(body.length(), body));
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", trailing)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                RawClient.Reply reply =
                        client.ask(
                                Http.lines(
                                        """
                                        POST / HTTP/1.1
                                        Host: localhost
                                        Transfer-Encoding: chunked

                                        2
                                        hi
                                        0
                                        X-Up: 7
                                        X-Stead-User: root

                                        """));
                assertThat(reply.body()).isEqualTo("hi|X-Up: 7|X-Sum: 9");
            }
        }
    }

    @Test
    void relaysAReplyThatComesBeforeTheBodyWasRead() throws Exception {
        BackEnd.Handler early =
                (head, in, out) -> {
                    Http.send(
                            out,
                            "HTTP/1.1 413 X\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
                    in.skipNBytes(MIB);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", early)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(
                        "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n");
                Thread.ofVirtual().start(() -> pourUntilFailure(client.out(), new AtomicLong()));
                assertThat(client.read().body()).isEqualTo("big");
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    static BackEnd.Handler endless(AtomicLong written, CountDownLatch ended) {
        return (head, in, out) -> {
            Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n");
            pourUntilFailure(out, written);
            ended.countDown();
            return false;
        };
    }

    /** Waits until nothing has been written for a while. */
    static void awaitStandstill(AtomicLong written) {
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> last.getAndSet(written.get()) == written.get() && written.get() > 0);
    }

    static void pourUntilFailure(OutputStream out, AtomicLong written) {
        pourUntilFailure(out, written, new byte[64 * 1024]);
    }

    private static void pourUntilFailure(OutputStream out, AtomicLong written, byte[] block) {
        try {
            while (true) {
                out.write(block);
                written.addAndGet(block.length);
            }
        } catch (IOException e) {
            // That is what was waited for.
        }
    }

    static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pour(OutputStream out, long total, CRC32 sum) throws IOException {
        byte[] block = new byte[256 * 1024];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) ((i * 31) >>> 3);
        }
        for (long left = total; left > 0; left -= block.length) {
            block[(int) (left % 1009)]++;
            int length = (int) Math.min(left, block.length);
            sum.update(block, 0, length);
            out.write(block, 0, length);
        }
        out.flush();
    }

    private static long drain(InputStream in, long total) throws IOException {
        byte[] block = new byte[256 * 1024];
        CRC32 sum = new CRC32();
        long left = total;
        while (left > 0) {
            int read = in.read(block, 0, (int) Math.min(left, block.length));
            if (read < 0) {
                throw new IOException(left + " bytes are missing");
            }
            sum.update(block, 0, read);
            left -= read;
        }
        return sum.getValue();
    }
}
