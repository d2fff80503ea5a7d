package dev.stead.gateway;

import static dev.stead.gateway.H2Client.DATA;
import static dev.stead.gateway.H2Client.GOAWAY;
import static dev.stead.gateway.H2Client.HEADERS;
import static dev.stead.gateway.H2Client.RST_STREAM;
import static dev.stead.gateway.H2Client.SETTINGS;
import static dev.stead.gateway.H2Client.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.Route;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What only HTTP/2 has: streams, windows, resets, and how a connection ends. */
final class Http2IT {
    private static final int INITIAL_WINDOW = 4;

    /** Memory for kept answers, of which one may take an eighth. */
    private static final int KEPT = 4 << 20;

    private final FakeSessions sessions = new FakeSessions().with("ann-secret", "ann", "ops");
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong poured = new AtomicLong();
    private final ConcurrentHashMap<String, Boolean> cut = new ConcurrentHashMap<>();
    @TempDir Path folder;
    private BackEnd backEnd;
    private TestGateway gateway;

    @BeforeEach
    void start() throws IOException {
        backEnd = BackEnd.start("api-1", this::answer);
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions).serve(backEnd);
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        gateway.close();
        backEnd.close();
    }

    private void patient(GatewaySettings settings) {
        gateway.close();
        gateway = new TestGateway(folder, settings, sessions).serve(backEnd);
    }

    private boolean answer(Http.Head head, InputStream in, OutputStream out) throws IOException {
        return switch (head.target()) {
            case "/endless" ->
                    StreamIT.endless(poured, new CountDownLatch(1)).answer(head, in, out);
            case "/waits" -> {
                int next = in.read();
                cut.put(head.header("X-Name").orElse(""), next < 0);
                yield false;
            }
            case "/deaf" -> {
                StreamIT.awaitLatch(over);
                yield false;
            }
            case "/events" -> {
                Http.send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                Http.send(out, "data: 1\n\n");
                StreamIT.awaitLatch(over);
                yield false;
            }
            case "/long" -> {
                String body = "x".repeat((KEPT >> 3) + 100);
                Http.sendLines(
                        out,
                        "HTTP/1.1 200 OK\nCache-Control: max-age=60\n"
                                + "Transfer-Encoding: chunked\n\n%x\n%s\n"
                                        .formatted(body.length(), body)
                                + "0\nX-Sum: 9\n\n");
                yield true;
            }
            case "/hints" -> {
                Http.send(out, "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                Http.reply(out, 200, "hinted");
                yield true;
            }
            case "/trailers" -> {
                String body = Http.readBody(head, in);
                Http.sendLines(
                        out, "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nTrailer: X-Sum\n\n");
                Http.sendLines(out, "%x\n%s\n0\nX-Sum: 9\n\n".formatted(body.length(), body));
                yield true;
            }
            default -> {
                Http.reply(out, 200, Http.readBody(head, in));
                yield true;
            }
        };
    }

    @Test
    void relaysTrailersBothWays() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.request(1, false, head("POST", "/trailers"));
            client.data(1, false, "hi");
            client.request(1, true, "x-up", "7", "x-stead-user", "root", "content-length", "9");
            H2Client.Outcome.Reply reply = client.reply(1);
            assertThat(reply.body()).isEqualTo("hi|x-up: 7");
            assertThat(reply.trailers().get("x-sum")).hasToString("9");
            assertThat(reply.header("transfer-encoding")).isEmpty();
        }
    }

    @Test
    void relaysEarlyHints() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/hints");
            H2Client.Outcome.Reply reply = client.reply(1);
            assertThat(reply.interim()).hasSize(1);
            assertThat(reply.interim().getFirst().get("link")).hasToString("</a.css>");
            assertThat(reply.body()).isEqualTo("hinted");
        }
    }

    @Test
    void joinsCookiesAndPutsTheAuthorityIntoHost() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/a?b", "cookie", "a=1", "cookie", "b=2", "cookie", "c=3");
            assertThat(client.reply(1).status()).isEqualTo(200);
        }
        Http.Head seen = backEnd.requests().remove();
        assertThat(seen.start()).isEqualTo("GET /a?b HTTP/1.1");
        assertThat(seen.all("cookie")).containsExactly("a=1; b=2; c=3");
        assertThat(seen.all("host")).containsExactly("localhost");
        assertThat(seen.all("transfer-encoding")).isEmpty();
    }

    @Test
    void sendsNoMoreThanTheWindowsAllow() throws IOException {
        try (H2Client client = H2Client.connect(gateway, gateway.trust(), INITIAL_WINDOW, 10)) {
            client.request(1, false, head("POST", "/"));
            client.data(1, true, "0123456789abcdef");
            assertThat(client.read(DATA).payload()).hasSize(10);
            client.opens(1, 3);
            assertThat(client.read(DATA).payload()).hasSize(3);
            client.opens(1, 100);
            assertThat(client.read(DATA).payload()).hasSize(3);
        }
    }

    @Test
    void aStreamThatIsNotReadStopsNoOther() throws IOException {
        // The connection's window is opened wide, that of the first stream never.
        try (H2Client client = H2Client.connect(gateway)) {
            client.opens(0, 1 << 30);
            client.get(1, "/endless");
            StreamIT.awaitStandstill(poured);
            assertThat(poured.get()).isLessThan(40L << 20);
            for (int i = 3; i < 23; i += 2) {
                client.get(i, "/");
                assertThat(client.reply(i).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anInstanceThatDoesNotReadStopsNoOther() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.request(1, false, head("POST", "/deaf"));
            int credit = 65_536;
            byte[] part = new byte[16_384];
            boolean stalled = false;
            while (!stalled) {
                while (credit >= part.length) {
                    client.frame(DATA, 0, 1, part);
                    credit -= part.length;
                }
                // The answer to a PING tells that no window comes before it.
                client.frame(H2Client.PING, 0, 0, new byte[8]);
                int before = credit;
                H2Client.Frame next = client.read();
                while (next.type() != H2Client.PING) {
                    if (next.type() == H2Client.WINDOW_UPDATE && next.stream() == 1) {
                        credit += next.number(0);
                    }
                    next = client.read();
                }
                stalled = credit == before;
            }
            client.request(3, false, head("POST", "/"));
            client.data(3, true, "others");
            assertThat(client.reply(3).body()).isEqualTo("others");
        }
    }

    @Test
    void tellsTheInstanceOfAReset() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/waits", "x-name", "reset");
            client.get(3, "/waits", "x-name", "kept");
            await().until(() -> backEnd.requests().size() == 2);
            client.frame(RST_STREAM, 0, 1, H2Client.number(8));
            await().until(() -> cut.containsKey("reset"));
            assertThat(cut).containsEntry("reset", true).doesNotContainKey("kept");
            client.get(5, "/");
            assertThat(client.reply(5).status()).isEqualTo(200);
        }
    }

    @Test
    void forgivesWhatIsUnderWayWhenAStreamEnds() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.request(1, false, head("POST", "/", "host", "other"));
            assertThat(client.outcome(1)).isInstanceOf(H2Client.Outcome.Reset.class);
            for (int i = 0; i < 40; i++) {
                client.write(DATA, 0, 1, new byte[16_384]);
            }
            client.get(3, "/");
            assertThat(client.reply(3).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesStreamsBeyondTheLimit() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            int most = GatewaySettings.MAX_STREAMS;
            for (int i = 0; i < most; i++) {
                client.get(2 * i + 1, "/waits");
            }
            client.get(2 * most + 1, "/");
            assertThat(client.outcome(2 * most + 1))
                    .isEqualTo(new H2Client.Outcome.Reset(Http2Error.REFUSED_STREAM));
            client.frame(RST_STREAM, 0, 1, H2Client.number(8));
            client.get(2 * most + 3, "/");
            assertThat(client.reply(2 * most + 3).status()).isEqualTo(200);
        }
    }

    @Test
    void offersNoWebSocketsAndSaysItsLimits() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            H2Client.Frame settings = client.read(SETTINGS);
            StringBuilder names = new StringBuilder();
            for (int i = 0; i < settings.payload().length; i += 6) {
                names.append(settings.payload()[i + 1]).append(' ');
            }
            // Neither push nor extended CONNECT (8, RFC 8441).
            assertThat(names.toString().split(" ")).containsExactlyInAnyOrder("3", "4", "6");
        }
    }

    @Test
    void aSessionThatEndsResetsItsStreams() throws Exception {
        gateway.serve(TestGateway.guarded("/", new Access.SignedIn(), backEnd));
        String[] cookie = AccessIT.ANN.split(": ", 2);
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/waits", "cookie", cookie[1]);
            await().until(() -> !backEnd.requests().isEmpty());
            sessions.end("ann-secret");
            assertThat(client.outcome(1)).isInstanceOf(H2Client.Outcome.Reset.class);
            gateway.serve(backEnd);
            client.get(3, "/");
            assertThat(client.reply(3).status()).isEqualTo(200);
        }
    }

    @Test
    void repliesToForeignHostsWithMisdirected() throws IOException {
        Entry other =
                new Entry(
                        new Route("other.example", "/", false, new Access.Public()),
                        new Instances("api", List.of(backEnd.endpoint())));
        gateway.serve(TestGateway.proxied("/", backEnd), other);
        String[] foreign = {
            ":method", "GET", ":scheme", "https", ":authority", "other.example", ":path", "/"
        };
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/");
            assertThat(client.reply(1).status()).isEqualTo(200);
            client.request(3, true, foreign);
            assertThat(client.reply(3).status()).isEqualTo(421);
            // Of the certificate's names, though the connection was not made for it.
            String[] covered = head("GET", "/");
            covered[5] = "127.0.0.1";
            client.request(5, true, covered);
            assertThat(client.reply(5).status()).isEqualTo(404);
        }
        try (H2Client client = H2Client.connect(gateway)) {
            // Made for it, as far as the gateway can tell; another would be no better.
            client.request(1, true, foreign);
            assertThat(client.reply(1).status()).isEqualTo(200);
        }
    }

    @Test
    void drainsWhenItsListenerCloses() throws Exception {
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/hints");
            assertThat(client.reply(1).status()).isEqualTo(200);
            client.get(3, "/waits");
            await().until(() -> backEnd.requests().size() == 2);
            var table = gateway.table(TestGateway.proxied("/", backEnd));
            gateway.gateway()
                    .serve(
                            new RouteTable(
                                    new Listeners(List.of("127.0.0.2"), 0, 0),
                                    table.certificate(),
                                    table.entries()));
            H2Client.Frame notice = client.read(GOAWAY);
            assertThat(notice.number(0)).isEqualTo(Integer.MAX_VALUE);
            client.get(5, "/");
            assertThat(client.reply(5).status()).isEqualTo(200);
            H2Client.Frame last = client.read(GOAWAY);
            assertThat(last.number(0)).isEqualTo(5);
            assertThat(last.error()).isEqualTo(Http2Error.NO_ERROR);
            client.frame(RST_STREAM, 0, 3, H2Client.number(8));
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void saysThatItEnds() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/");
            assertThat(client.reply(1).status()).isEqualTo(200);
            gateway.close();
            assertThat(client.read(GOAWAY).error()).isEqualTo(Http2Error.NO_ERROR);
        }
    }

    @Test
    void closesIdleConnectionsThoughTheyPing() throws IOException {
        patient(TestGateway.impatient());
        try (H2Client client = H2Client.connect(gateway)) {
            client.get(1, "/");
            assertThat(client.reply(1).status()).isEqualTo(200);
            client.frame(H2Client.PING, 0, 0, new byte[8]);
            H2Client.Frame end = client.read(GOAWAY);
            assertThat(end.number(0)).isEqualTo(1);
            assertThat(end.error()).isEqualTo(Http2Error.NO_ERROR);
            assertThat(client.closed()).isTrue();
        }
    }

    @Test
    void waitsForPrefaceAndSettingsOnlySoLong() throws IOException {
        patient(TestGateway.impatient());
        try (H2Client silent = H2Client.silent(gateway, gateway.trust())) {
            assertThat(silent.closed()).isTrue();
        }
        try (H2Client half = H2Client.silent(gateway, gateway.trust())) {
            half.raw(H2Client.PREFACE.substring(0, 10));
            assertThat(half.read(GOAWAY).error()).isEqualTo(Http2Error.SETTINGS_TIMEOUT);
            assertThat(half.closed()).isTrue();
        }
    }

    @Test
    void resetsStreamsWhoseClientTakesNothing() throws IOException {
        patient(TestGateway.impatient());
        try (H2Client client = H2Client.connect(gateway, gateway.trust(), INITIAL_WINDOW, 0)) {
            client.request(1, false, head("POST", "/"));
            client.data(1, true, "a small reply");
            client.get(3, "/endless");
            assertThat(client.outcome(1)).isEqualTo(new H2Client.Outcome.Reset(Http2Error.CANCEL));
            await().until(() -> gateway.gateway().inFlight("api") == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/patient", "/events"})
    void bearsStreamsThatMayStallLonger(String path) throws IOException {
        patient(TestGateway.impatient());
        gateway.serve(
                TestGateway.with(
                        Rules.usual().stall(Duration.ofMinutes(1)).rules(),
                        TestGateway.proxied("/patient", backEnd)),
                TestGateway.proxied("/", backEnd));
        try (H2Client client = H2Client.connect(gateway, gateway.trust(), INITIAL_WINDOW, 0)) {
            client.request(1, false, head("POST", path));
            client.data(1, true, "data: 1\n\n");
            assertThat(client.decode(client.read(HEADERS)).status()).hasToString("200");
            client.request(3, false, head("POST", "/"));
            client.data(3, true, "a small reply");
            assertThat(client.outcome(3)).isEqualTo(new H2Client.Outcome.Reset(Http2Error.CANCEL));
            client.opens(1, 100);
            assertThat(client.read(DATA).payload())
                    .isEqualTo("data: 1\n\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void theResetOfAStreamThatIsFullLeavesTheOthersAlone() throws IOException {
        gateway.serve(TestGateway.kept("/", new Access.Public(), new CacheRules(KEPT, 0), backEnd));
        try (H2Client client = H2Client.connect(gateway);
                H2Client other = H2Client.connect(gateway)) {
            client.get(1, "/long");
            assertThat(client.decode(client.read(HEADERS)).status()).hasToString("200");
            // Goes on once it is clear that the first answer is too long to keep.
            other.get(1, "/long");
            assertThat(other.reply(1).trailers().get("x-sum")).hasToString("9");
            client.frame(RST_STREAM, 0, 1, H2Client.number(8));
            client.get(3, "/");
            assertThat(client.reply(3).status()).isEqualTo(200);
        }
    }

    @Test
    void doesNotResetWhatHasEnded() throws IOException {
        try (H2Client client = H2Client.connect(gateway)) {
            client.request(1, true, head("TRACE", "/"));
            assertThat(client.reply(1).status()).isEqualTo(405);
            client.frame(H2Client.PING, 0, 0, new byte[8]);
            for (H2Client.Frame next = client.read();
                    next.type() != H2Client.PING;
                    next = client.read()) {
                assertThat(next.type()).isNotEqualTo(RST_STREAM);
            }
        }
    }

    @Test
    void resetsStreamsWhoseBodyStalls() throws IOException {
        patient(TestGateway.impatient());
        try (H2Client client = H2Client.connect(gateway)) {
            client.request(1, false, head("POST", "/", "content-length", "9"));
            client.data(1, false, "x");
            assertThat(client.outcome(1)).isInstanceOf(H2Client.Outcome.Reset.class);
        }
    }

    @Test
    void boundsTheTableForRepliesHeads() throws IOException {
        // Whoever asks for a table of 64 MiB does not get it (RFC 7541, 6.3).
        try (H2Client client = H2Client.connect(gateway, gateway.trust(), 1, 64 << 20)) {
            client.get(1, "/");
            ByteBuf block = Unpooled.wrappedBuffer(client.read(HEADERS).payload());
            List<Integer> sizes = new ArrayList<>();
            while ((block.getByte(block.readerIndex()) & 0xe0) == 0x20) {
                sizes.add(size(block));
            }
            // None said is the 4 KiB that it begins with.
            assertThat(sizes).allMatch(size -> size <= 4096);
        }
    }

    /** A number with a prefix of five bits (RFC 7541, 5.1). */
    private static int size(ByteBuf block) {
        int value = block.readByte() & 0x1f;
        if (value < 31) {
            return value;
        }
        int shift = 0;
        byte next;
        do {
            next = block.readByte();
            value += (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    @Test
    void clientsThatVanishLeaveNothing() throws Exception {
        int times = TestGateway.count(40, 2_000);
        var trust = gateway.trust();
        for (int i = 0; i < times; i++) {
            try (H2Client client = H2Client.connect(gateway, trust)) {
                client.request(1, false, head("POST", "/"));
                client.data(1, false, "a part");
                client.get(3, "/endless");
                client.get(5, "/waits");
                client.read(HEADERS);
            }
        }
        await().atMost(20, TimeUnit.SECONDS)
                .until(() ->
                        gateway.gateway().inFlight("api") == 0 && backEnd.openConnections() == 0);
    }
}
