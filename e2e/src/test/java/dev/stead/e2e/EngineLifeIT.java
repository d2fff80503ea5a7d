package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The life of private engines: how they open, what keeps them, how they end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineLifeIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String FILE =
            """
            tiny: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app, env: { VERSION: "%1$s" } }
            warm:
              engine: /usr/bin/python3 engine.py ${PORT}
              source: ./app
              env: { VERSION: "%1$s" }
              warm: 1
            nap: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app, idle: 3s }
            asks:
              engine: /usr/bin/python3 engine.py ${PORT}
              source: ./app
              idle: 3s
              busy: { path: /busy, contains: busy }
            short: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app, max-life: 3s }
            few: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app, at-most: { machine: 2 } }
            """;

    private final TestSystem system = TestSystem.of("life");
    private final Engines engines = new Engines(system);
    private final People people = new People(system);
    private final AtomicInteger names = new AtomicInteger();

    @BeforeAll
    void up() throws IOException {
        system.program("engine.py", "app");
        system.write(FILE.formatted("1"));
        system.up();
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    /** Somebody of a test's own. */
    private String somebody() {
        String name = "p" + names.incrementAndGet();
        people.add(name, "user");
        return name;
    }

    /** What the engine itself says when its owner goes there. */
    private JsonNode asked(Client client, String id) throws IOException {
        Answer answer = client.open(engines.url(id) + "/who");
        assertThat(answer.status()).as(answer.url() + answer.head()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private void gone(String id) {
        await().atMost(SOON).until(() -> !engines.isThere(id));
    }

    @Test
    void openingTwiceGivesOneEngineAndProgramsAreToldItsState() throws Exception {
        String name = somebody();

        JsonNode opened = JSON.readTree(engines.command("tiny", name).out());
        JsonNode again = JSON.readTree(engines.command("tiny", name).out());

        String id = opened.path("id").asString();
        assertThat(opened.path("state").asString()).isEqualTo("ready");
        assertThat(opened.path("url").asString()).startsWith(engines.url(id));
        assertThat(again).isEqualTo(opened);
        JsonNode listed = listed(id);
        assertThat(listed.path("component").asString()).isEqualTo("tiny");
        assertThat(listed.path("user").asString()).isEqualTo(name);
        assertThat(listed.path("state").asString()).isEqualTo("ready");
        assertThat(listed.path("url")).isEqualTo(opened.path("url"));
        assertThat(Processes.alive(listed.path("pid").asLong())).isTrue();
        assertThat(listed.path("since").asString()).matches("2.*T.*Z");
        assertThat(listed.path("idle").isNumber()).isTrue();
        assertThat(listed.path("memory").asLong()).isPositive();
        assertThat(asked(Client.of(system, name), id).path("user").asString()).isEqualTo(name);
        assertThat(system.stead("engine", "logs", system.name(), id).out()).contains("listening");

        Command.Result stopped = system.stead("engine", "stop", system.name(), id);
        assertThat(stopped.status()).as(stopped.all()).isZero();
        assertThat(engines.listed()).noneMatch(e -> e.path("id").asString().equals(id));
    }

    private JsonNode listed(String id) {
        return engines.listed().stream()
                .filter(e -> e.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWarmEngineIsClaimedAsItIsAndReplaced() throws Exception {
        String id = engines.warm("warm");
        long pid = engines.pid(id);
        assertThat(listed(id).get("user").isNull()).as("nobody's").isTrue();
        String name = somebody();

        assertThat(engines.open("warm", name)).isEqualTo(id);

        assertThat(engines.pid(id)).isEqualTo(pid);
        assertThat(listed(id).path("user").asString()).isEqualTo(name);
        assertThat(asked(Client.of(system, name), id).path("pid").asLong()).isEqualTo(pid);
        String next = engines.warm("warm");
        assertThat(next).isNotEqualTo(id);
        assertThat(engines.open("warm", somebody())).isEqualTo(next);
    }

    @Test
    void aForgottenTabKeepsNoEngine() throws Exception {
        String name = somebody();
        String id = engines.open("nap", name);
        Remains remains = Remains.of(system, id, engines.pid(id));
        Client client = Client.of(system, name);
        assertThat(client.open(engines.url(id) + "/").status()).isEqualTo(200);
        long began = System.nanoTime();
        try (Load tab = new Load(client, engines.url(id) + "/poll", 1)) {
            gone(id);
            assertThat(tab.count()).isPositive();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(IDLE.dividedBy(2));
        remains.demandNone();
        assertThat(use(id).path("why").asString()).contains("nobody used it").contains("3 s");
        assertThat(client.step(engines.url(id) + "/deep?x=1").location())
                .startsWith(system.own() + "/engine/" + id);
    }

    /** What is on record of an engine that has ended. */
    private JsonNode use(String id) {
        Command.Result result = system.stead("engine", "usage", system.name(), "--json");
        return JSON.readTree(result.out())
                .path("uses")
                .valueStream()
                .filter(use -> use.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(result.all()));
    }

    @Test
    void workKeepsAnEngineUntilItIsDone() throws Exception {
        String name = somebody();
        String other = somebody();
        Client client = Client.of(system, name);
        String talks = engines.open("nap", name);
        String burns = engines.open("nap", other);
        String asks = engines.open("asks", name);
        Client.of(system, other).open(engines.url(burns) + "/burn?12");
        client.open(engines.url(asks) + "/work?12");
        client.open(engines.url(talks) + "/");
        try (WebSocketLine socket = WebSocketLine.open(client, engines.url(talks) + "/socket")) {
            await().during(IDLE.multipliedBy(3))
                    .atMost(SOON)
                    .until(() -> {
                        socket.send("x");
                        return socket.receive().equals("x")
                                && engines.isThere(talks)
                                && engines.isThere(burns)
                                && engines.isThere(asks);
                    });
            gone(talks);
            assertThat(socket.endsWithin(Duration.ofSeconds(2))).as("an idle socket").isTrue();
        }
        gone(burns);
        gone(asks);
    }

    @Test
    void anEngineInUseEndsWhenItIsTooOld() throws Exception {
        String name = somebody();
        String id = engines.open("short", name);
        Client client = Client.of(system, name);
        client.open(engines.url(id) + "/");
        try (WebSocketLine socket = WebSocketLine.open(client, engines.url(id) + "/socket")) {
            socket.send("x");
            assertThat(socket.endsWithin(SOON)).isTrue();
        }
        gone(id);
        assertThat(use(id).path("why").asString()).isEqualTo("it was open for 3 s");
    }

    @Test
    void aSignOutInOneOfTwoTabsEndsEverythingWithinTwoSeconds() throws Exception {
        String name = somebody();
        String id = engines.open("tiny", name);
        Remains remains = Remains.of(system, id, engines.pid(id));
        String url = engines.url(id);
        Client one = Client.of(system, name);
        Client two = one.from("127.0.0.2");
        one.open(url + "/");
        try (WebSocketLine first = WebSocketLine.open(one, url + "/socket");
                WebSocketLine second = WebSocketLine.open(two, url + "/socket")) {
            first.send("x");
            assertThat(first.receive()).isEqualTo("x");
            assertThat(one.signOut().status()).isLessThan(400);
            long deadline = System.nanoTime() + 2_000_000_000L;

            assertThat(first.endsWithin(left(deadline))).as("one tab").isTrue();
            assertThat(second.endsWithin(left(deadline))).as("the other tab").isTrue();
            await().atMost(left(deadline))
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(remains::demandNone);
        }
        answersAtOnceThatItIsGone(one, id);
        answersAtOnceThatItIsGone(two, id);
        assertThat(engines.isThere(id)).isFalse();
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 100_000_000));
    }

    private void answersAtOnceThatItIsGone(Client client, String id) throws IOException {
        long began = System.nanoTime();
        assertThat(client.get(engines.url(id) + "/data").status()).isEqualTo(503);
        assertThat(client.step(engines.url(id) + "/page").location())
                .startsWith(system.own() + "/engine/" + id);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aCrashIsToldWithTheLastLinesAndOpeningAgainWorks() throws Exception {
        String name = somebody();
        String id = engines.open("tiny", name);
        Remains remains = Remains.of(system, id, engines.pid(id));
        Client client = Client.of(system, name);
        client.open(engines.url(id) + "/");
        assertThat(client.get(engines.url(id) + "/crash").status()).isGreaterThanOrEqualTo(500);

        Opening crashed =
                await().atMost(SOON)
                        .until(() -> engines.look("tiny", name), o -> o.phase() == Phase.FAILED);

        assertThat(crashed.reason().orElse("")).contains("exit status 3");
        assertThat(crashed.lines()).anyMatch(line -> line.contains("the last words"));
        remains.demandNone();
        assertThat(client.step(engines.url(id) + "/").location())
                .startsWith(system.own() + "/engine/" + id);
        String next = engines.open("tiny", name);
        assertThat(next).isNotEqualTo(id);
        assertThat(asked(client, next).path("user").asString()).isEqualTo(name);
    }

    @Test
    void aChangedFileLeavesWhatRunsAndIsWhatNewOnesAreStartedFrom() throws Exception {
        String before = somebody();
        String after = somebody();
        String id = engines.open("tiny", before);
        long pid = engines.pid(id);
        String claimed = engines.open("warm", before);
        long claimedPid = engines.pid(claimed);
        String unclaimed = engines.warm("warm");

        system.write(FILE.formatted("2"));
        system.up();

        assertThat(engines.pid(id)).isEqualTo(pid);
        assertThat(engines.pid(claimed)).isEqualTo(claimedPid);
        Client client = Client.of(system, before);
        assertThat(asked(client, id).path("version").asString()).isEqualTo("1");
        assertThat(engines.open("tiny", before)).isEqualTo(id);
        gone(unclaimed);
        Client later = Client.of(system, after);
        assertThat(asked(later, engines.open("tiny", after)).path("version").asString())
                .isEqualTo("2");
        assertThat(asked(later, engines.open("warm", after)).path("version").asString())
                .isEqualTo("2");
    }

    @Test
    void whoWaitsIsServedInOrder() {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            accounts.add(somebody());
        }
        accounts.forEach(account -> engines.ask("few", account));
        List<String> open = new ArrayList<>(accounts.subList(0, 2));
        List<String> queue = new ArrayList<>(accounts.subList(2, 5));
        while (!open.isEmpty()) {
            for (String account : open) {
                assertThat(engines.opened("few", account).phase()).isEqualTo(Phase.READY);
            }
            for (int place = 1; place <= queue.size(); place++) {
                Opening opening = engines.look("few", queue.get(place - 1));
                assertThat(opening.phase()).isEqualTo(Phase.QUEUED);
                assertThat(opening.place()).hasValue(place);
            }
            assertThat(engines.of("few")).hasSizeLessThanOrEqualTo(2);
            engines.stop(engines.look("few", open.removeFirst()).id().orElseThrow());
            if (!queue.isEmpty()) {
                open.add(queue.removeFirst());
            }
        }
        assertThat(engines.of("few")).isEmpty();
    }
}
