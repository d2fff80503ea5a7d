package dev.stead.gateway;

import static dev.stead.gateway.AccessIT.ANN;
import static dev.stead.gateway.TestGateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stead.model.Access;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What a visitor has open ends with the session. */
final class WatchIT {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String UPGRADE = "\r\nConnection: Upgrade\r\nUpgrade: chat";

    private final FakeSessions sessions = new FakeSessions().with("ann-secret", "ann", "ops");
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;

    @BeforeEach
    void start() throws IOException {
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
        backEnd = BackEnd.start("api-1", WatchIT::answer);
        serve(new Access.SignedIn());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backEnd.close();
    }

    private void serve(Access access) {
        gateway.serve(guarded("/", access, backEnd));
    }

    /** Upgrades to an echo, or begins a reply that goes on with each byte of the request. */
    private static boolean answer(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        if (head.target().equals("/ws")) {
            Http.send(
                    out,
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                            + "Upgrade: chat\r\n\r\n");
            in.transferTo(out);
        } else if (head.target().equals("/events")) {
            Http.send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            in.transferTo(OutputStream.nullOutputStream());
        } else {
            Http.readBody(head, in);
            Http.reply(out, 200, "ok");
            return true;
        }
        return false;
    }

    @Test
    void closesAWebSocketWithinASecondOfTheEnd() throws Exception {
        try (RawClient client = open("/ws", UPGRADE)) {
            sessions.end("ann-secret");
            closesWithin(client, SECOND);
        }
        await().until(() -> gateway.gateway().inFlight("api") == 0);
    }

    @Test
    void closesAnEventStreamWithinASecondOfTheEnd() throws Exception {
        try (RawClient client = open("/events", "")) {
            sessions.end("ann-secret");
            closesWithin(client, SECOND);
        }
        await().until(() -> gateway.gateway().inFlight("api") == 0);
    }

    @Test
    void closesAnUploadWithinASecondOfTheEnd() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.send(
                    "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n"
                            + ANN
                            + "\r\n\r\nab");
            await().until(() -> gateway.gateway().inFlight("api") == 1);
            sessions.end("ann-secret");
            closesWithin(client, SECOND);
        }
    }

    @Test
    void closesWithTheMembershipThatItNeeds() throws Exception {
        serve(new Access.Groups(List.of("ops")));
        try (RawClient client = open("/ws", UPGRADE)) {
            sessions.with("ann-secret", "ann", "staff");
            sessions.changed();
            closesWithin(client, SECOND);
        }
    }

    @Test
    void staysOpenWhenTheSessionDoes() throws Exception {
        try (RawClient client = open("/ws", UPGRADE)) {
            sessions.changed();
            await().until(() -> sessions.asked().size() == 2);
            client.send("hello");
            assertThat(new String(client.in().readNBytes(5), US_ASCII)).isEqualTo("hello");
        }
    }

    @Test
    void closesWhatIsIdleWhenTheSessionLapses() throws Exception {
        sessions.with("ann-secret", "ann", Duration.ofMillis(600), "ops");
        try (RawClient client = open("/events", "")) {
            await().until(() -> sessions.asked().size() >= 3);
            List<Duration> silence =
                    sessions.asked().stream().map(FakeSessions.Asked::unused).toList();
            assertThat(silence).isSorted();
            sessions.lapse("ann-secret");
            closesWithin(client, Duration.ofSeconds(2));
        }
    }

    @Test
    void countsBytesAsUse() throws Exception {
        sessions.with("ann-secret", "ann", Duration.ofMillis(300), "ops");
        try (RawClient client = open("/ws", UPGRADE)) {
            long end = System.nanoTime() + Duration.ofMillis(2500).toNanos();
            while (System.nanoTime() < end) {
                client.send("hello");
                assertThat(new String(client.in().readNBytes(5), US_ASCII)).isEqualTo("hello");
            }
            assertThat(sessions.asked()).hasSizeGreaterThan(3);
            assertThat(sessions.asked())
                    .allMatch(asked -> asked.unused().compareTo(Duration.ofMillis(700)) < 0);
        }
    }

    @Test
    void closesOnPublicRoutesWhatKnewTheVisitor() throws Exception {
        serve(new Access.Public());
        try (RawClient known = open("/ws", UPGRADE);
                RawClient unknown = gateway.connect()) {
            unknown.send("GET /ws HTTP/1.1\r\nHost: localhost" + UPGRADE + "\r\n\r\n");
            unknown.readHead();
            sessions.end("ann-secret");
            closesWithin(known, SECOND);
            unknown.send("hello");
            assertThat(new String(unknown.in().readNBytes(5), US_ASCII)).isEqualTo("hello");
        }
    }

    @Test
    void leavesAKeptConnectionOpenBetweenRequests() throws Exception {
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/", ANN).status()).isEqualTo(200);
            sessions.end("ann-secret");
            assertThat(client.get("/", ANN).status()).isEqualTo(401);
            assertThat(client.get("/", "A: b").status()).isEqualTo(401);
        }
    }

    private RawClient open(String path, String headers) throws IOException {
        RawClient client = gateway.connect();
        client.send(
                "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + ANN + headers + "\r\n\r\n");
        assertThat(client.readHead().status()).isIn(101, 200);
        return client;
    }

    private static void closesWithin(RawClient client, Duration time) {
        long begin = System.nanoTime();
        try {
            client.in().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // A cut is an end too.
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(time);
    }
}
