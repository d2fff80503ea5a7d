package dev.stead.gateway;

import static dev.stead.gateway.AccessIT.ANN;
import static dev.stead.gateway.TestGateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.Access;
import dev.stead.model.AddressRules;
import dev.stead.model.Cidr;
import dev.stead.model.Route;
import dev.stead.model.TrafficRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a visitor has open ends with the session. */
final class WatchIT {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long BEAT = Duration.ofMillis(10).toNanos();
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

    /** Upgrades to an echo or to a heartbeat, or begins a reply that goes on. */
    private static boolean answer(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        if (head.target().equals("/ws")) {
            Http.send(
                    out,
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                            + "Upgrade: chat\r\n\r\n");
            in.transferTo(out);
        } else if (head.target().equals("/heart")) {
            Http.send(
                    out,
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\n\r\n");
            pingAndListen(in, out);
        } else if (head.target().equals("/beats")) {
            Http.send(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            while (true) {
                Http.send(out, "data: 1\n\n");
                LockSupport.parkNanos(BEAT);
            }
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

    /** A ping for each frame that comes. */
    private static void pingAndListen(InputStream in, OutputStream out) throws IOException {
        do {
            out.write(new byte[] {(byte) 0x89, 0});
            out.flush();
        } while (in.readNBytes(7).length == 7);
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
    void closesWhatIsKeptAliveByTheComponentAlone() throws Exception {
        sessions.with("ann-secret", "ann", Duration.ofMillis(300), "ops");
        try (RawClient client = open("/beats", "")) {
            CompletableFuture<Void> reading =
                    CompletableFuture.runAsync(() -> closesWithin(client, Duration.ofSeconds(20)));
            await().until(() -> sessions.asked().size() >= 6);
            assertThat(sessions.asked()).extracting(FakeSessions.Asked::unused).isSorted();
            assertThat(lastSilence()).isGreaterThan(Duration.ofSeconds(1));
            sessions.end("ann-secret");
            reading.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void countsDataOfAWebSocketAsUseButNotItsPongs() throws Exception {
        sessions.with("ann-secret", "ann", Duration.ofMillis(300), "ops");
        String webSocket = "\r\nConnection: Upgrade\r\nUpgrade: websocket";
        try (RawClient client = open("/heart", webSocket)) {
            talk(client, 0x8a, () -> lastSilence().compareTo(Duration.ofSeconds(1)) > 0);
            talk(client, 0x81, () -> lastSilence().compareTo(Duration.ofMillis(700)) < 0);
        }
    }

    /** Answers pings with frames of a kind. */
    private static void talk(RawClient client, int first, BooleanSupplier enough)
            throws IOException {
        byte[] frame = {(byte) first, (byte) 0x81, 0, 0, 0, 0, 'x'};
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!enough.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            assertThat(client.in().readNBytes(2)).hasSize(2);
            client.out().write(frame);
            client.out().flush();
        }
    }

    private Duration lastSilence() {
        return List.copyOf(sessions.asked()).getLast().unused();
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
    void closesWhatARouteNoLongerAdmits() throws Exception {
        try (RawClient client = open("/ws", UPGRADE)) {
            serve(new Access.Groups(List.of("ops")));
            client.send("hello");
            assertThat(new String(client.in().readNBytes(5), US_ASCII)).isEqualTo("hello");
            serve(new Access.Groups(List.of("others")));
            closesWithin(client, SECOND);
        }
    }

    @Test
    void closesWhatHasNoRouteAnyMore() throws Exception {
        try (RawClient known = open("/ws", UPGRADE);
                RawClient other = open("/events", "")) {
            gateway.serve(guarded("/other", new Access.SignedIn(), backEnd));
            closesWithin(known, SECOND);
            closesWithin(other, SECOND);
        }
    }

    @Test
    void closesWhatIsPublicNoMoreToThoseItDoesNotKnow() throws Exception {
        serve(new Access.Public());
        try (RawClient known = open("/ws", UPGRADE);
                RawClient socket = gateway.connect();
                RawClient events = gateway.connect()) {
            socket.send("GET /ws HTTP/1.1\r\nHost: localhost" + UPGRADE + "\r\n\r\n");
            socket.readHead();
            events.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
            events.readHead();
            serve(new Access.SignedIn());
            closesWithin(socket, SECOND);
            closesWithin(events, SECOND);
            known.send("hello");
            assertThat(new String(known.in().readNBytes(5), US_ASCII)).isEqualTo("hello");
        }
    }

    @Test
    void closesWhatARouteIsNoLongerForFromThere() throws Exception {
        for (Access access : List.of(new Access.SignedIn(), new Access.Public())) {
            serve(access);
            try (RawClient socket = open("/ws", UPGRADE);
                    RawClient events = open("/events", "")) {
                serve(access, denied("192.0.2.0/24"));
                socket.send("hello");
                assertThat(new String(socket.in().readNBytes(5), US_ASCII)).isEqualTo("hello");
                serve(access, denied("127.0.0.0/8"));
                closesWithin(socket, SECOND);
                closesWithin(events, SECOND);
            }
        }
    }

    @Test
    void closesItForThoseItDoesNotKnowToo() throws Exception {
        serve(new Access.Public());
        try (RawClient socket = gateway.connect()) {
            socket.send("GET /ws HTTP/1.1\r\nHost: localhost" + UPGRADE + "\r\n\r\n");
            socket.readHead();
            serve(new Access.Public(), denied("127.0.0.0/8"));
            closesWithin(socket, SECOND);
        }
    }

    @Test
    void closesWhatTheGatewayIsNoLongerForFromThere() throws Exception {
        try (RawClient socket = open("/ws", UPGRADE);
                RawClient events = open("/events", "")) {
            TrafficRules usual = TestGateway.GENEROUS;
            gateway.serve(
                    new TrafficRules(
                            usual.connections(),
                            usual.memory(),
                            usual.address(),
                            usual.account(),
                            denied("127.0.0.0/8"),
                            usual.log()),
                    guarded("/", new Access.SignedIn(), backEnd));
            closesWithin(socket, SECOND);
            closesWithin(events, SECOND);
        }
    }

    private void serve(Access access, AddressRules from) {
        gateway.serve(
                new Entry(
                        new Route("localhost", "/", false, access, from),
                        new Instances("api", List.of(backEnd.endpoint()))));
    }

    private static AddressRules denied(String range) {
        return new AddressRules(List.of(), List.of(Cidr.parse(range).orElseThrow()));
    }

    @Test
    void finishesDownloadsThatEverybodyMaySee() throws Exception {
        Path site = Files.createDirectory(folder.resolve("site"));
        int size = 24 << 20;
        Files.write(site.resolve("large.bin"), new byte[size]);
        gateway.serve(TestGateway.site("/", site, Optional.empty()));
        try (RawClient client = open("/large.bin", "")) {
            sessions.end("ann-secret");
            long end = System.nanoTime() + SECOND.toNanos();
            int half = 0;
            while (System.nanoTime() < end && half < size / 2) {
                half += client.in().readNBytes(64).length;
                LockSupport.parkNanos(BEAT / 10);
            }
            assertThat(client.in().readNBytes(size - half)).hasSize(size - half);
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
