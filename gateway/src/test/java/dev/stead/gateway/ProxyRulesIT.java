package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.kept;
import static dev.stead.gateway.TestGateway.proxied;
import static dev.stead.gateway.TestGateway.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the rules of a component say: limits of time and size, slow start, cookies, introductions.
 */
final class ProxyRulesIT {
    private static final Duration SHORT = Duration.ofMillis(400);

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

    // Times.

    @Test
    void waitsForAConnectionOnlySoLong() throws Exception {
        List<Socket> crowd = new ArrayList<>();
        // A queue of connections that is full takes no further ones (listen(2)).
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                crowd.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 100);
                } catch (java.net.SocketTimeoutException e) {
                    break;
                }
            }
            Endpoint endpoint = new Endpoint("api-1", "127.0.0.1", full.getLocalPort());
            gateway.serve(
                    with(
                            Rules.usual().connect(SHORT).rules(),
                            proxied("/", false, List.of(endpoint))));
            try (RawClient client = gateway.connect()) {
                long begin = System.nanoTime();
                assertThat(client.get("/").status()).isEqualTo(504);
                assertThat(Duration.ofNanos(System.nanoTime() - begin))
                        .isBetween(SHORT, SHORT.plusSeconds(2));
            }
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }

    @Test
    void waitsForAnAnswerOnlySoLong() throws Exception {
        BackEnd.Handler silent =
                (head, in, out) -> {
                    in.read();
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", silent)) {
            gateway.serve(with(Rules.usual().answer(SHORT).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(504);
                assertThat(gateway.gateway().inFlight("api")).isZero();
                await().until(() -> backEnd.openConnections() == 0);
            }
        }
    }

    @Test
    void givesUpAnInstanceThatTakesNoMoreOfTheBody() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        BackEnd.Handler deaf =
                (head, in, out) -> {
                    StreamIT.awaitLatch(over);
                    return false;
                };
        Rules rules = Rules.usual().answer(SHORT).breaker(1, Duration.ofMinutes(1));
        try (BackEnd backEnd = BackEnd.start("api-1", deaf);
                Socket socket =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                serveInside(rules.rules(), backEnd))) {
            Http.send(
                    socket.getOutputStream(),
                    "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000\r\n\r\n");
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            Thread.ofVirtual().start(() -> StreamIT.pourUntilFailure(out, new AtomicLong()));
            assertThat(Http.readHead(socket.getInputStream()).orElseThrow().status())
                    .isEqualTo(504);
            assertThat(gateway.gateway().inFlight("api")).isZero();
            assertThat(gateway.gateway().figures().getFirst().instances().getFirst().circuit())
                    .isEqualTo(ComponentFigures.Circuit.OPEN);
        } finally {
            over.countDown();
        }
    }

    private int serveInside(ProxyRules rules, BackEnd backEnd) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        RouteTable outside = gateway.table();
        Instances target = (Instances) with(rules, proxied("/", backEnd)).target();
        gateway.gateway()
                .serve(
                        new RouteTable(
                                outside.listeners(),
                                outside.certificate(),
                                outside.entries(),
                                List.of(new RouteTable.InnerDoor(port, target))));
        return port;
    }

    /** Whether or not the answer is one that is kept. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutsAnAnswerThatDoesNotGoOn(boolean kept) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (BackEnd backEnd = BackEnd.start("api-1", halfUntil(over, "max-age=60"))) {
            RouteTable.Entry entry =
                    kept
                            ? kept("/", new Access.Public(), new CacheRules(1 << 20, 0), backEnd)
                            : proxied("/", backEnd);
            gateway.serve(with(Rules.usual().answer(SHORT).rules(), entry));
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(200);
                assertThat(client.in().readAllBytes()).hasSize(4);
                assertThat(gateway.gateway().inFlight("api")).isZero();
            }
        } finally {
            over.countDown();
        }
    }

    /** Its own rule alone says how long it may be silent, not what holds for clients. */
    @Test
    void waitsForAnAnswerThatIsKeptAsLongAsForAnyOther() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (TestGateway impatient =
                        new TestGateway(folder.resolve("other"), TestGateway.impatient());
                BackEnd backEnd = BackEnd.start("api-1", halfUntil(over, "max-age=60"))) {
            impatient.serve(
                    with(
                            Rules.usual().rules(),
                            kept("/", new Access.Public(), new CacheRules(1 << 20, 0), backEnd)));
            try (RawClient client = impatient.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(200);
                // Meanwhile more time passes than a client may stall.
                for (int i = 0; i < 3; i++) {
                    try (RawClient idle = impatient.connect()) {
                        assertThat(idle.closed()).isTrue();
                    }
                }
                over.countDown();
                assertThat(client.in().readNBytes(8)).isEqualTo(bytes("halfhalf"));
            }
        } finally {
            over.countDown();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static BackEnd.Handler halfUntil(CountDownLatch over, String cacheControl) {
        return (head, in, out) -> {
            Http.send(
                    out,
                    "HTTP/1.1 200 OK\r\nContent-Length: 8\r\nCache-Control: "
                            + cacheControl
                            + "\r\n\r\nhalf");
            StreamIT.awaitLatch(over);
            Http.send(out, "half");
            return true;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "application/x-ndjson; charset=utf-8"})
    void leavesSilentStreamsOfEventsAlone(String type) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        BackEnd.Handler quiet =
                (head, in, out) -> {
                    if (head.target().equals("/events")) {
                        Http.send(out, "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n");
                    }
                    StreamIT.awaitLatch(over);
                    Http.send(out, "late");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", quiet)) {
            gateway.serve(with(Rules.usual().answer(SHORT).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect();
                    RawClient other = gateway.connect()) {
                client.send("GET /events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(200);
                for (int i = 0; i < 2; i++) {
                    assertThat(other.get("/silent").status()).isEqualTo(504);
                }
                over.countDown();
                assertThat(new String(client.in().readAllBytes(), StandardCharsets.US_ASCII))
                        .contains("late");
            }
        } finally {
            over.countDown();
        }
    }

    /** While the client takes nothing, the instance need not send anything. */
    @Test
    void doesNotBlameAnInstanceForASlowClient() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        try (BackEnd backEnd = BackEnd.start("api-1", StreamIT.endless(written, ended))) {
            gateway.serve(with(Rules.usual().answer(SHORT).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                client.readHead();
                StreamIT.awaitStandstill(written);
                assertThat(ended.await(4 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
                client.in().skipNBytes(written.get());
            }
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void cutsAClientThatDoesNotTakeItsAnswer() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        try (BackEnd backEnd = BackEnd.start("api-1", StreamIT.endless(written, ended))) {
            gateway.serve(with(Rules.usual().stall(SHORT).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                client.readHead();
                assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void cutsAClientThatDoesNotSendItsBody() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(with(Rules.usual().stall(SHORT).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                client.send("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf");
                assertThat(client.closed()).isTrue();
            }
        }
    }

    /** Once they stand, they may be silent, and their clients busy, for as long as they like. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n",
                "HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n"
            })
    void leavesEventStreamsAndUpgradesAlone(String head) throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        BackEnd.Handler talkative =
                (request, in, out) -> {
                    Http.send(out, head);
                    StreamIT.pourUntilFailure(out, written);
                    ended.countDown();
                    return false;
                };
        Rules rules = Rules.usual().stall(SHORT).answer(SHORT).connect(SHORT);
        try (BackEnd backEnd = BackEnd.start("api-1", talkative)) {
            gateway.serve(with(rules.rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                client.send(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                + "Upgrade: chat\r\n\r\n");
                client.readHead();
                StreamIT.awaitStandstill(written);
                assertThat(ended.await(4 * SHORT.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
                client.in().skipNBytes(written.get());
            }
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    // Size.

    @Test
    void refusesABodyThatIsAnnouncedTooLarge() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(with(Rules.usual().body(10).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                RawClient.Reply reply =
                        client.ask(
                                "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\n"
                                        + "x".repeat(11));
                assertThat(reply.status()).isEqualTo(413);
                assertThat(reply.body()).contains("too large");
                assertThat(
                                client.ask(
                                                "PUT / HTTP/1.1\r\nHost: localhost\r\n"
                                                        + "Content-Length: 10\r\n\r\n0123456789")
                                        .status())
                        .isEqualTo(200);
            }
            assertThat(backEnd.requests()).hasSize(1);
        }
    }

    /** Many clients read nothing before they have sent everything. */
    @Test
    void saysSoToAClientThatSendsALargeBodyAllTheSame() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(with(Rules.usual().body(10).rules(), proxied("/", backEnd)));
            int size = 50 << 20;
            try (RawClient client = gateway.connect()) {
                client.send(
                        "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                                + size
                                + "\r\n\r\n");
                byte[] part = new byte[1 << 20];
                for (int i = 0; i < size; i += part.length) {
                    client.out().write(part);
                }
                RawClient.Reply reply = client.read();
                assertThat(reply.status()).isEqualTo(413);
                assertThat(reply.header("Connection")).isEqualTo("close");
                assertThat(client.closed()).isTrue();
            }
            assertThat(backEnd.requests()).isEmpty();
        }
    }

    @Test
    void refusesABodyThatGrowsTooLarge() throws Exception {
        CompletableFuture<Integer> seen = new CompletableFuture<>();
        BackEnd.Handler reading =
                (head, in, out) -> {
                    seen.complete(in.readAllBytes().length);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", reading)) {
            gateway.serve(with(Rules.usual().body(10).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                client.send(
                        "PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\n01234\r\n");
                await().until(() -> !backEnd.requests().isEmpty());
                client.send("6\r\n012345\r\n");
                assertThat(client.read().status()).isEqualTo(413);
                client.send("0\r\n\r\n");
                assertThat(seen.get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(10);
                assertThat(gateway.gateway().inFlight("api")).isZero();
            }
        }
    }

    @Test
    void cutsABodyThatGrowsTooLargeOnceTheAnswerHasBegun() throws Exception {
        BackEnd.Handler early =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n123");
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", early)) {
            gateway.serve(with(Rules.usual().body(10).rules(), proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                client.send(
                        "PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(200);
                client.send("20\r\n" + "x".repeat(32) + "\r\n");
                assertThat(client.in().readAllBytes()).hasSizeLessThanOrEqualTo(3);
            }
            await().until(() -> backEnd.openConnections() == 0);
        }
    }

    // Which instance.

    @Test
    void aNewInstanceGetsLittleAtFirst() throws Exception {
        var rules = Rules.usual().slowStart(Duration.ofMinutes(10)).rules();
        try (BackEnd one = BackEnd.saying("api-1", "ok");
                BackEnd two = BackEnd.saying("api-2", "ok")) {
            gateway.serve(with(rules, proxied("/", one)));
            try (RawClient client = gateway.connect()) {
                client.get("/");
                gateway.serve(with(rules, proxied("/", one, two)));
                for (int i = 0; i < 200; i++) {
                    client.get("/");
                }
            }
            assertThat(two.requests().size()).isBetween(5, 20);
        }
    }

    @Test
    void sendsAVisitorToTheSameInstanceWhileItServes() throws Exception {
        var rules = Rules.usual().sticky().rules();
        try (BackEnd one = BackEnd.saying("api-1", "one");
                BackEnd two = BackEnd.saying("api-2", "two");
                RawClient client = gateway.serve(with(rules, proxied("/", one, two))).connect()) {
            RawClient.Reply first = client.get("/");
            String cookie = first.header("Set-Cookie");
            assertThat(cookie)
                    .startsWith("__Host-Http-stead-instance-")
                    .endsWith("; Path=/; Secure; HttpOnly; SameSite=Lax")
                    .doesNotContain("api", "" + one.endpoint().port(), "" + two.endpoint().port());
            String pair = cookie.substring(0, cookie.indexOf(';'));
            for (int i = 0; i < 10; i++) {
                RawClient.Reply next = client.get("/", "Cookie: a=1; " + pair);
                assertThat(next.body()).isEqualTo(first.body());
                assertThat(next.header("Set-Cookie")).isEmpty();
            }
            Set<String> others = new HashSet<>();
            for (int i = 0; i < 10; i++) {
                others.add(client.get("/").body());
            }
            assertThat(others).containsExactlyInAnyOrder("one", "two");
            BackEnd left = first.body().equals("one") ? two : one;
            assertThat(left.requests()).noneMatch(head -> head.header("Cookie").isPresent());
            gateway.serve(with(rules, proxied("/", left)));
            RawClient.Reply moved = client.get("/", "Cookie: " + pair);
            assertThat(moved.body()).isNotEqualTo(first.body());
            assertThat(moved.header("Set-Cookie")).isNotEmpty().doesNotContain(pair);
            BackEnd kept = first.body().equals("one") ? one : two;
            assertThat(kept.requests())
                    .flatExtracting(head -> head.all("Cookie"))
                    .containsOnly("a=1");
        }
    }

    // Introductions.

    @Test
    void namesTheVisitorByTheProxyProtocolOnAConnectionOfItsOwn() throws Exception {
        List<CompletableFuture<String>> introductions =
                List.of(new CompletableFuture<>(), new CompletableFuture<>());
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerIntroduced(server, introductions));
            Endpoint endpoint = new Endpoint("api-1", "127.0.0.1", server.getLocalPort());
            gateway.serve(
                    with(
                            Rules.usual().proxyProtocol().rules(),
                            proxied("/", false, List.of(endpoint))));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").body()).isEqualTo("ok");
                assertThat(client.get("/").body()).isEqualTo("ok");
            }
            String port = HexFormat.of().toHexDigits((short) gateway.gateway().ports().https());
            for (CompletableFuture<String> introduction : introductions) {
                assertThat(introduction.get(10, TimeUnit.SECONDS))
                        .startsWith("0d0a0d0a000d0a515549540a2111000c7f0000017f000001")
                        .endsWith(port);
            }
        }
    }

    private static void answerIntroduced(
            ServerSocket server, List<CompletableFuture<String>> introductions) {
        for (CompletableFuture<String> introduction : introductions) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                introduction.complete(HexFormat.of().formatHex(in.readNBytes(28)));
                Http.readHead(in);
                Http.reply(socket.getOutputStream(), 200, "ok");
                in.read();
            } catch (java.io.IOException e) {
                introduction.completeExceptionally(e);
            }
        }
    }
}
