package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Sessions;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/** Many clients want the same at the same time. */
final class CacheSharingIT {
    private static final CacheRules RULES = new CacheRules(24 << 20, 0);
    private static final String GET = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private BufferLeaks leaks;
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        leaks = new BufferLeaks();
        gateway = new TestGateway(folder, Sessions.NONE, new MovableClock());
    }

    @AfterEach
    void stop() {
        gateway.close();
        leaks.close();
    }

    private void serve(BackEnd backEnd) {
        gateway.serve(TestGateway.kept("/", new Access.Public(), RULES, backEnd));
    }

    private CacheFigures figures() {
        return Objects.requireNonNull(gateway.gateway().cacheFigures().get("api"));
    }

    private static BackEnd.Handler after(CountDownLatch gate, String head, byte[]... parts) {
        return (asked, in, out) -> {
            await(gate);
            Http.sendLines(out, head + "\n");
            for (byte[] part : parts) {
                out.write(part);
                out.flush();
            }
            return true;
        };
    }

    private static void await(CountDownLatch gate) throws IOException {
        try {
            if (!gate.await(30, TimeUnit.SECONDS)) {
                throw new IOException("nobody opened the gate");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static byte[] text(int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + i % 23);
        }
        return text;
    }

    @Test
    void manyClientsCauseOneRequest() throws Exception {
        int clients = TestGateway.count(200, 1_000);
        CountDownLatch gate = new CountDownLatch(1);
        // All clients hold theirs at the same time, in the memory of one test.
        byte[] body = text(60_000_000 / clients);
        String head =
                "HTTP/1.1 200 X\nCache-Control: max-age=60\nContent-Length: " + body.length + "\n";
        try (BackEnd backEnd = BackEnd.start("api-1", after(gate, head, body));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            serve(backEnd);
            SSLContext trust = gateway.trust();
            List<Future<String>> bodies = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                bodies.add(
                        threads.submit(() -> {
                            try (RawClient client = gateway.connect(trust)) {
                                return client.get("/a").body();
                            }
                        }));
            }
            await(() -> figures().misses() == clients);
            gate.countDown();
            for (Future<String> each : bodies) {
                assertThat(each.get().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(body);
            }
            assertThat(backEnd.requests()).hasSize(1);
            assertThat(figures().collapsed()).isEqualTo(clients - 1);
        }
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        org.awaitility.Awaitility.await().until(condition);
    }

    @Test
    void aClientThatDoesNotReadHoldsUpNobody() throws Exception {
        byte[] body = text(2_900_000);
        CountDownLatch open = new CountDownLatch(0);
        for (String framing : new String[] {"Content-Length: 2900000", "Connection: close"}) {
            boolean chunked = framing.startsWith("Conn");
            String head =
                    "HTTP/1.1 200 X\nCache-Control: max-age=60\n"
                            + (chunked ? "Transfer-Encoding: chunked" : framing)
                            + "\n";
            byte[] before =
                    chunked ? "2C4020\r\n".getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
            byte[] after =
                    chunked ? "\r\n0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
            try (BackEnd backEnd = BackEnd.start("api-1", after(open, head, before, body, after));
                    RawClient slow = gateway(backEnd);
                    RawClient quick = gateway.connect()) {
                slow.send(GET);
                slow.readHead();
                assertThat(quick.get("/a").body().getBytes(StandardCharsets.ISO_8859_1))
                        .isEqualTo(body);
                assertThat(backEnd.requests()).hasSize(1);
                assertThat(gateway.gateway().inFlight("api")).isZero();
            }
            gateway.gateway().purge("api", java.util.Optional.empty());
        }
    }

    private RawClient gateway(BackEnd backEnd) throws IOException {
        serve(backEnd);
        return gateway.connect();
    }

    @Test
    @SuppressWarnings("try") // leaving is what is tested
    void whoCausedItMayLeaveWhileOthersWait() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        String head = "HTTP/1.1 200 X\nCache-Control: max-age=60\nContent-Length: 3\n";
        try (BackEnd backEnd = BackEnd.start("api-1", after(gate, head, text(3)));
                RawClient first = gateway(backEnd);
                RawClient second = gateway.connect()) {
            first.send(GET);
            await(() -> figures().misses() == 1);
            second.send(GET);
            await(() -> figures().misses() == 2);
            first.close();
            gate.countDown();
            assertThat(second.read().body()).isEqualTo("abc");
            assertThat(backEnd.requests()).hasSize(1);
        }
    }

    @Test
    @SuppressWarnings("try") // leaving is what is tested
    void theComponentIsToldWhenEverybodyHasLeft() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (BackEnd backEnd = BackEnd.start("api-1", after(gate, "HTTP/1.1 204 X\n"));
                RawClient first = gateway(backEnd)) {
            first.send(GET);
            await(() -> backEnd.requests().size() == 1);
            first.close();
            await(() -> gateway.gateway().inFlight("api") == 0);
            gate.countDown();
            await(() -> backEnd.openConnections() == 0);
        }
    }

    @Test
    void whatIsCutIsNeverKept() throws Exception {
        BackEnd.Handler cut =
                (asked, in, out) -> {
                    Http.sendLines(
                            out,
                            "HTTP/1.1 200 X\nCache-Control: max-age=60\nContent-Length: 9\n\nhalf");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", cut)) {
            serve(backEnd);
            for (int i = 0; i < 3; i++) {
                try (RawClient client = gateway.connect()) {
                    client.send(GET);
                    String got =
                            new String(client.in().readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertThat(got)
                            .doesNotContain("hit")
                            .satisfiesAnyOf(
                                    it -> assertThat(it).startsWith("HTTP/1.1 502"),
                                    it -> assertThat(it).endsWith("\r\nhalf"),
                                    it -> assertThat(it).endsWith("\r\n\r\n"));
                }
            }
            assertThat(backEnd.requests()).hasSize(3);
        }
    }

    @Test
    void whoWaitsForWhatMayNotBeSharedAsksAlone() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        String head = "HTTP/1.1 200 X\nCache-Control: private, max-age=60\nContent-Length: 3\n";
        try (BackEnd backEnd = BackEnd.start("api-1", after(gate, head, text(3)))) {
            serve(backEnd);
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.connect());
                clients.getLast().send(GET);
            }
            await(() -> figures().misses() == 20);
            assertThat(backEnd.requests()).hasSize(1);
            gate.countDown();
            for (RawClient client : clients) {
                assertThat(client.read().body()).isEqualTo("abc");
                client.close();
            }
            assertThat(backEnd.requests()).hasSize(20);
        }
    }

    @Test
    void whatIsTooLongGoesThroughAtThePaceOfEachClient() throws Exception {
        int parts = 200;
        byte[] part = text(64 * 1024);
        BackEnd.Handler lengthy =
                (asked, in, out) -> {
                    Http.sendLines(
                            out,
                            "HTTP/1.1 200 X\nCache-Control: max-age=60\n"
                                    + "Transfer-Encoding: chunked\n\n");
                    for (int i = 0; i < parts; i++) {
                        chunk(out, part);
                    }
                    Http.send(out, "0\r\n\r\n");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", lengthy);
                RawClient slow = gateway(backEnd);
                RawClient quick = gateway.connect()) {
            slow.send(GET);
            await(() -> backEnd.requests().size() == 1);
            assertThat(quick.get("/a").body()).hasSize(parts * part.length);
            String late = slow.read().body();
            assertThat(late).hasSize(parts * part.length);
            assertThat(
                            late.substring(100 * part.length, 101 * part.length)
                                    .getBytes(StandardCharsets.ISO_8859_1))
                    .isEqualTo(part);
            assertThat(slow.get("/a").header("Cache-Status")).contains("fwd");
            assertThat(figures().memoryBytes()).isLessThan(10_000);
        }
    }

    @Test
    void nobodyWaitsAgainForWhatWasTooLong() throws Exception {
        int length = 4 << 20;
        String sized = "Content-Length: " + length;
        for (String framing : List.of(sized, "Transfer-Encoding: chunked")) {
            CountDownLatch gate = new CountDownLatch(1);
            AtomicInteger asked = new AtomicInteger();
            BackEnd.Handler lengthy =
                    (head, in, out) -> {
                        if (asked.getAndIncrement() > 0) {
                            await(gate);
                        }
                        Http.sendLines(
                                out,
                                "HTTP/1.1 200 X\nCache-Control: max-age=60\n" + framing + "\n\n");
                        if (framing.equals(sized)) {
                            out.write(text(length));
                        } else {
                            chunk(out, text(length));
                            Http.send(out, "0\r\n\r\n");
                        }
                        return true;
                    };
            try (BackEnd backEnd = BackEnd.start("api-1", lengthy);
                    RawClient first = gateway(backEnd);
                    RawClient second = gateway.connect()) {
                assertThat(first.get("/" + framing.length()).body()).hasSize(length);
                long misses = figures().misses();
                first.send("GET /" + framing.length() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                second.send("GET /" + framing.length() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                await(() -> backEnd.requests().size() == 3);
                gate.countDown();
                assertThat(first.read().body()).hasSize(length);
                assertThat(second.read().body()).hasSize(length);
                assertThat(figures().misses()).isEqualTo(misses);
            }
        }
    }

    @Test
    void aFailureThatIsPassedOnIsNothingToWaitFor() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        BackEnd.Handler failing =
                (asked, in, out) -> {
                    Http.sendLines(out, "HTTP/1.1 500 X\nContent-Length: 4\n\nno");
                    await(gate);
                    Http.send(out, "pe");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", failing);
                RawClient first = gateway(backEnd);
                RawClient second = gateway.connect()) {
            first.send(GET);
            first.readHead();
            second.send(GET);
            await(() -> backEnd.requests().size() == 2);
            assertThat(figures().misses()).isEqualTo(2);
            gate.countDown();
            assertThat(second.read().body()).isEqualTo("nope");
        }
    }

    @Test
    void whatTheComponentHasNotSeenIsNoneOfWhatItsAnswerDependsOn() throws Exception {
        BackEnd.Handler speaking =
                (asked, in, out) -> {
                    String body = asked.header("Accept-Language").orElse("none");
                    Http.sendLines(
                            out,
                            "HTTP/1.1 200 X\nCache-Control: public, max-age=60\n"
                                    + "Vary: Accept-Language, Cookie, X_Own\nContent-Length: "
                                    + body.length()
                                    + "\n\n"
                                    + body);
                    return true;
                };
        String french = "Accept-Language: fr";
        try (BackEnd backEnd = BackEnd.start("api-1", speaking);
                RawClient client = gateway(backEnd)) {
            for (String connection :
                    List.of("accept-language", "keep-alive, Accept-Language", "close, x,cookie")) {
                try (RawClient other = gateway.connect()) {
                    String named = french + "\r\nConnection: " + connection;
                    String body = other.get("/a", named + "\r\nCookie: a=1").body();
                    assertThat(body).isEqualTo(connection.contains("cookie") ? "fr" : "none");
                }
            }
            assertThat(client.get("/a", french + "\r\nConnection: keep-alive").body())
                    .isEqualTo("fr");
            assertThat(client.get("/a", french).header("Cache-Status")).startsWith("stead; hit");
            assertThat(client.get("/a", french + "\r\nX_Own: 1").header("Cache-Status"))
                    .startsWith("stead; hit");
            assertThat(client.get("/a").body()).isEqualTo("none");
            assertThat(client.get("/a", french + "\r\nCookie: a=1\r\nCookie: b=2").body())
                    .isEqualTo("fr");
            assertThat(client.get("/a", french + "\r\nCookie: a=1,b=2").header("Cache-Status"))
                    .isEqualTo("stead; fwd=vary-miss");
        }
    }

    private static void chunk(OutputStream out, byte[] part) throws IOException {
        Http.send(out, Integer.toHexString(part.length) + "\r\n");
        out.write(part);
        Http.send(out, "\r\n");
    }

    @Test
    void aPurgeHoldsForWhatIsJustComing() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        String head = "HTTP/1.1 200 X\nCache-Control: max-age=60\nContent-Length: 3\n";
        try (BackEnd backEnd = BackEnd.start("api-1", after(gate, head, text(3)));
                RawClient client = gateway(backEnd)) {
            client.send(GET);
            await(() -> backEnd.requests().size() == 1);
            gateway.gateway().purge("api", java.util.Optional.empty());
            gate.countDown();
            assertThat(client.read().body()).isEqualTo("abc");
            client.get("/a");
            assertThat(backEnd.requests()).hasSize(2);
        }
    }
}
