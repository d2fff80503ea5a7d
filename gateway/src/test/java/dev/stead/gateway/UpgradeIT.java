package dev.stead.gateway;

import static dev.stead.gateway.StreamIT.awaitStandstill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;

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
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

final class UpgradeIT {
    private static final String ASK =
            Http.lines(
                    """
                    GET /ws HTTP/1.1
                    Host: localhost
                    Connection: keep-alive, Upgrade
                    Upgrade: chat

                    """);
    private static final String SWITCH =
            Http.lines(
                    """
                    HTTP/1.1 101 Switching Protocols
                    Connection: Upgrade
                    Upgrade: chat

                    """);

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
    void carriesWebSockets() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", UpgradeIT::webSocketEcho)) {
            gateway.serve(backEnd);
            CompletableFuture<String> heard = new CompletableFuture<>();
            WebSocket socket =
                    gateway.client()
                            .newWebSocketBuilder()
                            .buildAsync(
                                    gateway.uri("/ws").resolve("wss:" + authority() + "/ws"),
                                    new WebSocket.Listener() {
                                        @Override
                                        public CompletionStage<?> onText(
                                                WebSocket from, CharSequence text, boolean last) {
                                            heard.complete(text.toString());
                                            return CompletableFuture.completedStage(null);
                                        }
                                    })
                            .get(10, TimeUnit.SECONDS);
            socket.sendText("hello", true).get(10, TimeUnit.SECONDS);
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(gateway.gateway().inFlight("api")).isEqualTo(1);
            socket.abort();
            await().until(() -> gateway.gateway().inFlight("api") == 0);
        }
    }

    @Test
    void relaysBytesThatComeWithTheSwitch() throws Exception {
        BackEnd.Handler hasty =
                (head, in, out) -> {
                    Http.send(out, SWITCH + "hello");
                    in.transferTo(out);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", hasty)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(ASK);
                Http.Head head = client.readHead();
                assertThat(head.status()).isEqualTo(101);
                assertThat(head.header("Upgrade")).contains("chat");
                assertThat(text(client.in(), 5)).isEqualTo("hello");
                client.send("there and back");
                assertThat(text(client.in(), 14)).isEqualTo("there and back");
            }
            assertThat(backEnd.requests().remove().header("Upgrade")).contains("chat");
        }
    }

    /** A client may be so sure of the answer that it does not wait for it. */
    @Test
    void relaysBytesThatComeWithTheRequest() throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    Http.send(out, SWITCH + "and ");
                    in.transferTo(out);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", echo)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(ASK + "GET / early");
                assertThat(client.readHead().status()).isEqualTo(101);
                assertThat(text(client.in(), 15)).isEqualTo("and GET / early");
                client.send(" late");
                assertThat(text(client.in(), 5)).isEqualTo(" late");
            }
            assertThat(backEnd.requests()).hasSize(1);
        }
    }

    /** What follows a refused offer is the next request. */
    @Test
    void answersWhatFollowsARefusedOffer() throws Exception {
        BackEnd.Handler refusing =
                (head, in, out) -> {
                    Http.reply(out, 200, head.target());
                    return true;
                };
        String next = "GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (BackEnd backEnd = BackEnd.start("api-1", refusing)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 3; i++) {
                    client.send(next + ASK + next + ASK + ASK + next);
                    for (String target :
                            java.util.List.of("/next", "/ws", "/next", "/ws", "/ws", "/next")) {
                        assertThat(client.read().body()).isEqualTo(target);
                    }
                }
                client.send(ASK.replace("localhost", "nowhere") + next);
                assertThat(client.read().status()).isEqualTo(404);
                assertThat(client.read().body()).isEqualTo("/next");
            }
        }
    }

    /** Services reach each other without TLS, and some say by a half-close that they are done. */
    @Test
    void passesTheEndOfOneDirectionOn() throws Exception {
        BackEnd.Handler counting =
                (head, in, out) -> {
                    Http.send(out, SWITCH);
                    byte[] all = in.readAllBytes();
                    Http.send(out, "got " + all.length);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", counting)) {
            int port = serveInside(backEnd);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Http.send(socket.getOutputStream(), ASK);
                InputStream in = socket.getInputStream();
                assertThat(Http.readHead(in).orElseThrow().status()).isEqualTo(101);
                socket.getOutputStream().write(new byte[300_000]);
                socket.shutdownOutput();
                assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("got 300000");
            }
            await().until(() -> gateway.gateway().inFlight("api") == 0);
        }
    }

    @Test
    void passesTheEndOfAnInstancesDirectionOn() throws Exception {
        CompletableFuture<Integer> got = new CompletableFuture<>();
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (Socket socket = server.accept()) {
                            Http.readHead(socket.getInputStream());
                            Http.send(socket.getOutputStream(), SWITCH + "done");
                            socket.shutdownOutput();
                            got.complete(socket.getInputStream().readAllBytes().length);
                        } catch (IOException e) {
                            got.completeExceptionally(e);
                        }
                    });
            int port =
                    serveInside(
                            new RouteTable.Endpoint("api-1", "127.0.0.1", server.getLocalPort()));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Http.send(socket.getOutputStream(), ASK);
                InputStream in = socket.getInputStream();
                Http.readHead(in);
                assertThat(in.readAllBytes()).hasSize(4);
                socket.getOutputStream().write(new byte[200_000]);
                socket.shutdownOutput();
                assertThat(got.get(10, TimeUnit.SECONDS)).isEqualTo(200_000);
            }
            await().until(() -> gateway.gateway().inFlight("api") == 0);
        }
    }

    private int serveInside(BackEnd backEnd) throws IOException {
        return serveInside(backEnd.endpoint());
    }

    private int serveInside(RouteTable.Endpoint endpoint) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        RouteTable outside = gateway.table();
        var target = new RouteTable.Instances("api", java.util.List.of(endpoint));
        gateway.gateway()
                .serve(
                        new RouteTable(
                                outside.listeners(),
                                outside.certificate(),
                                outside.entries(),
                                java.util.List.of(new RouteTable.InnerDoor(port, target))));
        return port;
    }

    /** A silent connection whose other end has vanished would stay for ever. */
    @Test
    void hasTheKernelAskWhetherSilentEndsAreStillThere() throws Exception {
        BackEnd.Handler silent =
                (head, in, out) -> {
                    Http.send(out, SWITCH);
                    in.transferTo(out);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", silent)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(ASK);
                assertThat(client.readHead().status()).isEqualTo(101);
                await().until(() -> isProbed(gateway.gateway().ports().https(), true));
                await().until(() -> isProbed(backEnd.endpoint().port(), false));
            }
        }
    }

    /**
     * Whether connections of this port, at our end or at the other one, have the timer that probes,
     * and it goes off within a minute (proc(5): {@code tr:tm->when}, in hundredths of a second).
     */
    private static boolean isProbed(int port, boolean ours) throws IOException {
        String suffix = ":%04X".formatted(port);
        java.util.List<String[]> all =
                (Files.readString(Path.of("/proc/net/tcp"))
                                + Files.readString(Path.of("/proc/net/tcp6")))
                        .lines()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns[ours ? 1 : 2].endsWith(suffix))
                        .filter(columns -> columns[3].equals("01"))
                        .toList();
        return !all.isEmpty()
                && all.stream()
                        .map(columns -> columns[5].split(":"))
                        .allMatch(timer ->
                                timer[0].equals("02") && Integer.parseInt(timer[1], 16) <= 6_000);
    }

    @Test
    void relaysWhatTheInstanceSaidBeforeItHungUp() throws Exception {
        BackEnd.Handler brief =
                (head, in, out) -> {
                    Http.send(out, SWITCH + "x".repeat(300_000) + "end");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", brief)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(ASK);
                client.readHead();
                assertThat(client.in().readAllBytes()).hasSize(300_003);
            }
        }
    }

    @Test
    void relaysARefusalWithItsBody() throws Exception {
        BackEnd.Handler refusing =
                (head, in, out) -> {
                    Http.reply(out, 403, "not you");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", refusing)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                RawClient.Reply reply = client.ask(ASK);
                assertThat(reply.status()).isEqualTo(403);
                assertThat(reply.body()).isEqualTo("not you");
                assertThat(client.ask(ASK).status()).isEqualTo(403);
            }
        }
    }

    @Test
    void doesNotReadAheadOfAClientThatDoesNotRead() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        BackEnd.Handler talkative =
                (head, in, out) -> {
                    Http.send(out, SWITCH);
                    StreamIT.pourUntilFailure(out, written);
                    ended.countDown();
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", talkative)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send(ASK);
                client.readHead();
                awaitStandstill(written);
                assertThat(written.get()).isBetween(1L, 40L << 20);
            }
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void doesNotTunnelOtherVersionsOfHttp() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "plain")) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                String upgrade =
                        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA";
                assertThat(client.get("/", upgrade).body()).isEqualTo("plain");
            }
            assertThat(backEnd.requests().remove().lines().toString())
                    .doesNotContainIgnoringCase("upgrade")
                    .doesNotContain("HTTP2");
        }
    }

    @Test
    void refusesASwitchThatNobodyAskedFor() throws Exception {
        BackEnd.Handler pushy =
                (head, in, out) -> {
                    Http.send(out, SWITCH);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", pushy)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(502);
            }
        }
    }

    @Test
    void leavesNothingBehindAfterManyFailedUpgrades() throws Exception {
        int attempts = TestGateway.count(300, 10_000);
        gateway.serve(TestGateway.proxied("/", false, java.util.List.of(ProxyIT.dead("api-1"))));
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < attempts; i++) {
                assertThat(client.ask(ASK).status()).isEqualTo(502);
            }
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> gateway.gateway().inFlight("api") == 0);
    }

    private String authority() {
        return "//localhost:" + gateway.gateway().ports().https();
    }

    private static String text(InputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.US_ASCII);
    }

    /** Answers the handshake (RFC 6455, 4.2.2), then sends back each short text frame. */
    private static boolean webSocketEcho(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        Http.send(
                out,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: "
                        + accept(head.header("Sec-WebSocket-Key").orElseThrow())
                        + "\r\n\r\n");
        while (true) {
            int first = in.read();
            if (first < 0) {
                return false;
            }
            int length = in.read() & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            out.write(first);
            out.write(length);
            out.write(payload);
            out.flush();
        }
    }

    private static String accept(String key) throws IOException {
        try {
            byte[] text =
                    (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                            .getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
