package dev.stead.gateway;

import static dev.stead.gateway.AccessIT.ANN;
import static dev.stead.gateway.TestGateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Activity;
import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Engine;
import dev.stead.api.RouteTable.Engines;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.OwnPages;
import dev.stead.model.Access;
import dev.stead.model.EnginePlace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Engines: who gets in, what is said where there is none, and what counts as work. */
final class EngineIT {
    private static final String HOST = "notebook-7.localhost";
    private static final String BOB = "Cookie: __Host-Http-stead=bob-secret";
    private static final String GO =
            "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nSec-Fetch-Site: none\r\n"
                    + "Accept: text/html";
    private static final String FETCH =
            "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nSec-Fetch-Site: same-origin";
    private static final String UPGRADE = "Connection: Upgrade\r\nUpgrade: websocket";
    private static final int LARGE = 70_000;

    private final FakeSessions sessions =
            new FakeSessions().with("ann-secret", "ann").with("bob-secret", "bob");
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;
    private BackEnd site;

    @BeforeEach
    void start() throws IOException {
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
        backEnd = BackEnd.start("notebook-7", EngineIT::answer);
        site = BackEnd.saying("api-1", "site");
        serve(engine("notebook-7", EnginePlace.HOST, "ann"));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backEnd.close();
        site.close();
    }

    private static boolean answer(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        if (head.header("Upgrade").isPresent()) {
            Http.send(
                    out,
                    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: "
                            + head.header("Upgrade").get()
                            + "\r\n\r\n");
            in.transferTo(out);
            return false;
        }
        String body = Http.readBody(head, in);
        if (head.target().equals("/cookies")) {
            Http.sendLines(
                    out,
                    """
                    HTTP/1.1 200 OK
                    Content-Length: 0
                    Set-Cookie: own=1
                    Set-Cookie: wide=1; Domain=localhost
                    Set-Cookie: other=1; Domain=notebook-8.localhost

                    """);
            return true;
        }
        boolean large = head.target().endsWith("/large");
        Http.reply(out, 200, large ? "x".repeat(LARGE) : head.target() + body);
        return true;
    }

    private Engine engine(String id, EnginePlace place, String... accounts) {
        Endpoint endpoint = new Endpoint(id, backEnd.endpoint().host(), backEnd.endpoint().port());
        return new Engine(
                id,
                place,
                new Access.Accounts(List.of(accounts)),
                new Instances("notebook", List.of(endpoint)));
    }

    private void serve(Engine... here) {
        RouteTable table = gateway.table(guarded("/", new Access.Public(), site));
        gateway.gateway()
                .serve(
                        new RouteTable(
                                table.listeners(),
                                table.certificate(),
                                table.entries(),
                                List.of(),
                                Optional.of(
                                        new OwnPages(
                                                "stead.localhost", folder.resolve("own.sock"))),
                                TestGateway.GENEROUS,
                                Optional.of(
                                        new Engines(
                                                "localhost", Set.of("notebook"), List.of(here)))));
    }

    private static String head(String first, String host, String... headers) {
        return Stream.concat(Stream.of(first + " HTTP/1.1", "Host: " + host), Stream.of(headers))
                .reduce("", (all, line) -> all + line + "\r\n")
                .concat("\r\n");
    }

    private static RawClient.Reply get(
            RawClient client, String host, String path, String... headers) throws IOException {
        return client.ask(head("GET " + path, host, headers));
    }

    // Who gets in.

    @Test
    void letsItsOwnerInAndWhomItIsSharedWith() throws Exception {
        try (RawClient client = gateway.connect()) {
            assertThat(get(client, HOST, "/lab?a=1", GO, ANN).body()).isEqualTo("/lab?a=1");
            Http.Head seen = backEnd.requests().remove();
            assertThat(seen.all("X-Stead-User")).containsExactly("ann");
            assertThat(seen.all("Sec-Fetch-Dest")).containsExactly("document");
            serve(engine("notebook-7", EnginePlace.HOST, "ann", "bob"));
            assertThat(get(client, HOST, "/x", BOB).body()).isEqualTo("/x");
        }
    }

    @Test
    void refusesEverybodyElse() throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply page = get(client, HOST, "/lab", GO, BOB);
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.body())
                    .contains("This is somebody else", "signed in as bob")
                    .contains("href=\"https://stead.localhost:");
            assertThat(get(client, HOST, "/lab").status()).isEqualTo(401);
            RawClient.Reply entrance = get(client, HOST, "/lab", GO);
            assertThat(entrance.status()).isEqualTo(302);
            assertThat(entrance.header("Location")).contains("/enter?to=");
        }
        await().until(() -> !sessions.refusals.isEmpty());
        assertThat(sessions.refusals)
                .containsExactly("bob " + HOST + "/lab: the engine is somebody else's");
        assertThat(backEnd.requests()).isEmpty();
    }

    @Test
    void signsInBeforeTheEnginesOwnPaths() throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply session = get(client, HOST, "/.stead/session", ANN);
            assertThat(session.body()).contains("\"account\":\"ann\"");
            assertThat(get(client, HOST, "/.stead/x", ANN).status()).isEqualTo(404);
        }
        assertThat(backEnd.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "no-cors, image, same-site",
        "cors, empty, cross-site",
        "navigate, iframe, same-site",
    })
    void refusesWhatPagesOfOthersAskFor(String mode, String dest, String from) throws Exception {
        String fetch =
                "Sec-Fetch-Mode: %s\r\nSec-Fetch-Dest: %s\r\nSec-Fetch-Site: %s"
                        .formatted(mode, dest, from);
        try (RawClient client = gateway.connect()) {
            RawClient.Reply refused = get(client, HOST, "/x", fetch, ANN, "Accept: text/html");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.body()).contains("another origin");
            String whole = GO.replace("Site: none", "Site: " + from);
            assertThat(get(client, HOST, "/x", whole, ANN).body()).isEqualTo("/x");
            assertThat(get(client, HOST, "/x", FETCH, ANN).body()).isEqualTo("/x");
            assertThat(get(client, "localhost", "/x", fetch, ANN).body()).isEqualTo("site");
        }
        await().until(() -> !sessions.refusals.isEmpty());
        assertThat(sessions.refusals.element()).contains("wanted something of an engine");
        assertThat(backEnd.requests()).hasSize(2);
    }

    @Test
    void refusesForeignWebSockets() throws Exception {
        String port = ":" + gateway.gateway().ports().https();
        try (RawClient client = gateway.connect()) {
            String other = "Origin: https://notebook-8.localhost" + port;
            assertThat(get(client, HOST + port, "/ws", UPGRADE, other, ANN).status())
                    .isEqualTo(403);
            client.send(
                    head("GET /ws", HOST + port, UPGRADE, "Origin: https://" + HOST + port, ANN));
            assertThat(client.readHead().status()).isEqualTo(101);
        }
    }

    @Test
    void setsCookiesForNoOtherEngine() throws Exception {
        try (RawClient client = gateway.connect()) {
            assertThat(get(client, HOST, "/cookies", ANN).head().all("Set-Cookie"))
                    .containsExactly("own=1");
        }
    }

    @Test
    void answersBelowItsPathWhereItHasNoHost() throws Exception {
        serve(engine("notebook-7", EnginePlace.PATH, "ann"));
        try (RawClient client = gateway.connect()) {
            String path = "/engines/notebook-7";
            assertThat(get(client, "localhost", path + "/lab", GO, ANN).body())
                    .isEqualTo(path + "/lab");
            assertThat(get(client, "localhost", path, GO, ANN).body()).isEqualTo(path);
            assertThat(get(client, "localhost", path, GO, BOB).status()).isEqualTo(403);
            assertThat(get(client, "localhost", "/engines/NOTEBOOK-7", GO, BOB).status())
                    .isEqualTo(400);
            assertThat(get(client, "localhost", "/other").body()).isEqualTo("site");
            assertThat(location(get(client, HOST, "/a", GO))).isEqualTo("/engine/notebook-7/a");
        }
    }

    // Where there is none.

    @ParameterizedTest
    @CsvSource({
        "notebook-8.localhost, /, /engine/notebook-8/",
        "notebook-8.localhost, /lab/a%20b?x=1&y=%2F, /engine/notebook-8/lab/a%20b?x=1&y=%2F",
        "notebook-8.localhost, //evil.example/x, /engine/notebook-8//evil.example/x",
        "localhost, /engines/notebook-8, /engine/notebook-8/",
        "localhost, /engines/notebook-8?a=b, /engine/notebook-8/?a=b",
        "localhost, //engines/notebook-8//lab, /engine/notebook-8//lab",
        "localhost, /engines/notebook-7/lab, /engine/notebook-7/lab",
    })
    void sendsNavigationsToWhereEnginesAreOpened(String host, String path, String to)
            throws Exception {
        try (RawClient client = gateway.connect()) {
            for (String header : List.of(GO, "Accept: text/html", GO + "\r\n" + BOB)) {
                RawClient.Reply reply = get(client, host, path, header);
                assertThat(reply.status()).isEqualTo(303);
                assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
                assertThat(location(reply)).isEqualTo(to);
            }
        }
    }

    private String location(RawClient.Reply reply) {
        String own = "https://stead.localhost:" + gateway.gateway().ports().https();
        assertThat(reply.header("Location")).startsWith(own);
        return reply.header("Location").substring(own.length());
    }

    @ParameterizedTest
    @CsvSource({"notebook-8.localhost, /api", "localhost, /engines/notebook-8/api"})
    void tellsProgramsAtOnceToComeAgain(String host, String path) throws Exception {
        try (RawClient client = gateway.connect()) {
            String frame = GO.replace("document", "iframe");
            for (String header :
                    List.of(
                            FETCH,
                            ANN,
                            UPGRADE,
                            "Accept: text/html\r\n" + UPGRADE,
                            "Accept: */*",
                            frame)) {
                RawClient.Reply reply = get(client, host, path, header);
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.header("Retry-After")).isEqualTo("2");
                assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
                assertThat(reply.body()).isEqualTo("This engine is not open.\n");
            }
            String change = head("POST " + path, host, GO, "Content-Length: 3") + "abc";
            assertThat(client.ask(change).status()).isEqualTo(503);
        }
        assertThat(sessions.asked()).isEmpty();
        assertThat(site.requests()).isEmpty();
    }

    @Test
    void letsASignInArriveWhereTheEngineHasEnded() throws Exception {
        String way = "w".repeat(43);
        sessions.code("code-1", "notebook-8.localhost", new Way(way).state(), "ann-secret");
        try (RawClient client = gateway.connect()) {
            RawClient.Reply in =
                    get(
                            client,
                            "notebook-8.localhost",
                            "/.stead/enter?code=code-1&to=%2Flab",
                            GO,
                            "Cookie: __Host-Http-stead-way=" + way);
            assertThat(in.status()).isEqualTo(303);
            assertThat(in.header("Location")).isEqualTo("/lab");
        }
    }

    @Test
    void saysOfOtherNamesThatNothingIsThere() throws Exception {
        try (RawClient client = gateway.connect()) {
            for (String host : List.of("other-8.localhost", "notebook-08.localhost", "x.example")) {
                assertThat(get(client, host, "/", GO).status()).isEqualTo(404);
            }
            assertThat(get(client, "localhost", "/engines/other-8", GO).body()).isEqualTo("site");
        }
    }

    // The end.

    @ParameterizedTest
    @CsvSource({"HOST, notebook-7.localhost, /ws", "PATH, localhost, /engines/notebook-7/ws"})
    void endsWhatIsOpenWithTheEngineOrTheRightToIt(EnginePlace place, String host, String path)
            throws Exception {
        serve(engine("notebook-7", place, "ann", "bob"));
        try (RawClient ann = gateway.connect();
                RawClient bob = gateway.connect()) {
            ann.send(head("GET " + path, host, UPGRADE, ANN));
            assertThat(ann.readHead().status()).isEqualTo(101);
            bob.send(head("GET " + path, host, UPGRADE, BOB));
            assertThat(bob.readHead().status()).isEqualTo(101);
            serve(engine("notebook-7", place, "ann"));
            assertThat(bob.closed()).isTrue();
            ann.out().write(frame(0x81));
            assertThat(ann.in().readNBytes(8)).hasSize(8);
            serve();
            assertThat(ann.closed()).isTrue();
        }
        assertThat(gateway.gateway().awaitDrained("notebook-7", Duration.ofSeconds(10))).isTrue();
    }

    // Work.

    /** When somebody last worked, of {@link System#nanoTime}. */
    private record Worked(long earliest, long latest) {
        boolean isAfter(Worked other) {
            return earliest - other.latest > 0;
        }
    }

    private Activity activity() {
        return Objects.requireNonNull(gateway.gateway().activity().get("notebook-7"));
    }

    private Worked worked() {
        long before = System.nanoTime();
        long since = activity().sinceWork().toNanos();
        return new Worked(before - since, System.nanoTime() - since);
    }

    private interface Act {
        void act() throws IOException;
    }

    private void assertNoWork(Act act) throws IOException {
        Worked before = worked();
        long start = System.nanoTime();
        while (System.nanoTime() - start < 400_000_000L) {
            act.act();
        }
        assertThat(worked().isAfter(before)).isFalse();
    }

    /** Counted by the time of the gateway's last tick. */
    private void assertWork(Act act) {
        Worked before = worked();
        await().until(() -> {
            act.act();
            return worked().isAfter(before);
        });
    }

    @Test
    void takesNothingThatAForgottenTabDoesForWork() throws Exception {
        try (RawClient poll = gateway.connect();
                RawClient socket = gateway.connect()) {
            socket.send(head("GET /ws", HOST, UPGRADE, ANN));
            assertThat(socket.readHead().status()).isEqualTo(101);
            assertNoWork(() -> {
                assertThat(get(poll, HOST, "/status", FETCH, ANN).status()).isEqualTo(200);
                assertThat(poll.ask(head("OPTIONS /status", HOST, FETCH, ANN)).status())
                        .isEqualTo(200);
                socket.out().write(frame(0x89));
                socket.out().write(frame(0x8a));
                assertThat(socket.in().readNBytes(16)).hasSize(16);
            });
            assertThat(activity().connections()).isEqualTo(1);
        }
        await().until(() -> activity().connections() == 0);
    }

    @Test
    void takesAskingSendingAndMovingMuchForWork() throws Exception {
        try (RawClient client = gateway.connect()) {
            assertWork(() -> get(client, HOST, "/lab", GO, ANN));
            String change = head("POST /x", HOST, FETCH, ANN, "Content-Length: 3") + "abc";
            assertWork(() -> client.ask(change));
            assertWork(() -> get(client, HOST, "/large", FETCH, ANN));
            client.send(head("PUT /x", HOST, FETCH, ANN, "Content-Length: " + LARGE));
            int[] left = {LARGE};
            assertWork(() -> {
                int part = Math.min(left[0], 1);
                client.send("x".repeat(part));
                left[0] -= part;
            });
        }
    }

    @Test
    void takesFramesWithDataForWork() throws Exception {
        try (RawClient socket = gateway.connect();
                RawClient other = gateway.connect()) {
            socket.send(head("GET /ws", HOST, UPGRADE, ANN));
            assertThat(socket.readHead().status()).isEqualTo(101);
            assertWork(() -> socket.out().write(frame(0x81)));
            assertWork(() -> socket.out().write(frame(0x00)));
            other.send(head("GET /ws", HOST, UPGRADE.replace("websocket", "chat"), ANN));
            assertThat(other.readHead().status()).isEqualTo(101);
            assertWork(() -> other.send("x"));
        }
    }

    /** Masked, with two bytes. */
    private static byte[] frame(int first) {
        return new byte[] {(byte) first, (byte) 0x82, 1, 2, 3, 4, 5, 6};
    }

    @Test
    void keepsTheCountsOfAnEngineWhenOthersComeAndGo() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.ask(head("POST /x", HOST, ANN, "Content-Length: 3") + "abc");
            await().until(() -> activity().connections() == 0);
            Activity before = activity();
            assertThat(before.received()).isEqualTo(3);
            assertThat(before.sent()).isEqualTo(5);
            Worked worked = worked();
            serve(
                    engine("notebook-7", EnginePlace.HOST, "ann"),
                    engine("notebook-9", EnginePlace.HOST, "bob"));
            assertThat(gateway.gateway().activity()).containsOnlyKeys("notebook-7", "notebook-9");
            serve(engine("notebook-7", EnginePlace.HOST, "ann"));
            assertThat(worked().isAfter(worked)).isFalse();
            assertThat(activity().received()).isEqualTo(3);
            assertThat(gateway.gateway().activity()).containsOnlyKeys("notebook-7");
        }
    }
}
