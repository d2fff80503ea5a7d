package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.Phase;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The server is killed while engines run, are opened, are warm, are stopped, are reaped. Whatever
 * it was doing: who works goes on, who waits is served, nobody has two, and nothing runs that is
 * nobody's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EngineKillsIT {
    private static final long SEED = Long.getLong("stead.seed", 20261122);
    private static final int ROUNDS = Counts.of(4, 60);
    private static final List<String> ACCOUNTS = List.of("a", "b", "c");
    private static final List<String> COMPONENTS = List.of("tiny", "slow", "warm", "nap");
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String FILE =
            """
            tiny: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app }
            slow: { engine: "/usr/bin/python3 engine.py ${PORT} slow 1.5", source: ./app }
            warm:
              engine: /usr/bin/python3 engine.py ${PORT}
              source: ./app
              warm: 1
              at-most: { machine: 3 }
            nap: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app, idle: 2s }
            """;

    private final TestSystem system = TestSystem.of("ekill");
    private final Engines engines = new Engines(system);
    private final Random random = new Random(SEED);

    @BeforeAll
    void up() throws IOException {
        system.program("engine.py", "app");
        system.write(FILE);
        system.up();
        People people = new People(system);
        ACCOUNTS.forEach(account -> people.add(account, "user"));
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    private void killAndStart() {
        assertThat(Processes.killServers(system.name())).isEqualTo(1);
        system.up();
    }

    @Test
    void whatRunsIsAdoptedAndWhatStartsIsNotStartedTwice() throws Exception {
        String id = engines.open("tiny", "a");
        long pid = engines.pid(id);
        Client client = new Client(system);
        client.signIn("a", People.PASSWORD);
        client.open(engines.url(id) + "/");
        String warm = engines.warm("warm");
        long warmPid = engines.pid(warm);
        engines.ask("slow", "b");

        killAndStart();

        assertThat(engines.pid(id)).isEqualTo(pid);
        assertThat(client.get(engines.url(id) + "/x").status()).isEqualTo(200);
        assertThat(engines.warm("warm")).isEqualTo(warm);
        assertThat(engines.pid(warm)).isEqualTo(warmPid);
        assertThat(engines.opened("slow", "b").phase()).isEqualTo(Phase.READY);
        assertThat(engines.of("slow")).hasSize(1);
        assertThat(engines.open("tiny", "a")).isEqualTo(id);
        assertThat(engines.open("warm", "c")).isEqualTo(warm);
        assertThat(engines.pid(warm)).isEqualTo(warmPid);
        onlyWhatIsListedRuns();

        ACCOUNTS.forEach(this::leaveAll);
    }

    private void leaveAll(String account) {
        engines.list().stream()
                .filter(e -> e.user().filter(account::equals).isPresent())
                .filter(e -> !e.component().equals("nap"))
                .forEach(e -> engines.stop(e.id()));
    }

    @Test
    void atAnyMomentOfOpeningClaimingAndStopping() {
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Long> safe = new HashMap<>();
            for (EngineView view : engines.list()) {
                if (view.state().equals("ready") && !view.component().equals("nap")) {
                    view.pid().ifPresent(p -> safe.put(view.id(), p));
                }
            }
            try (Crowd crowd = new Crowd(Duration.ofMillis(100 + random.nextInt(1500)))) {
                Set<String> stopped = meddle(crowd);
                await().atMost(SOON).until(() -> !crowd.goesOn());
                Processes.killServers(system.name());
                safe.keySet().removeAll(stopped);
            }
            system.up();
            String at = "seed " + SEED + ", round " + round;
            safe.forEach(
                    (id, pid) -> assertThat(engines.pid(id)).as(id + ", " + at).isEqualTo(pid));
            onlyWhatIsListedRuns();
            for (String account : ACCOUNTS) {
                Phase phase = engines.opened("slow", account).phase();
                assertThat(phase).as(account + ", " + at).isEqualTo(Phase.READY);
            }
            nobodyHasTwo();
        }
        System.out.println("EngineKillsIT: seed " + SEED + ", " + ROUNDS + " kills");
        ACCOUNTS.forEach(this::leaveAll);
        await().atMost(SOON).until(() -> engines.of("nap").isEmpty());
        onlyWhatIsListedRuns();
    }

    /**
     * Accounts open and stop at random until the time is over; gives what may have been stopped.
     */
    private Set<String> meddle(Crowd crowd) {
        Set<String> stopped = ConcurrentHashMap.newKeySet();
        for (String account : ACCOUNTS) {
            Random own = new Random(random.nextLong());
            crowd.start("meddler", 1, () -> meddle(account, own, stopped));
        }
        return stopped;
    }

    private void meddle(String account, Random own, Set<String> stopped) {
        String component = COMPONENTS.get(own.nextInt(COMPONENTS.size()));
        try {
            engines.ask(component, account)
                    .id()
                    .filter(_ -> own.nextBoolean())
                    .ifPresent(id -> {
                        stopped.add(id);
                        engines.stop(id);
                    });
        } catch (SteadException e) {
            return; // The server was killed in between.
        }
    }

    private void nobodyHasTwo() {
        Set<List<Object>> seen = new HashSet<>();
        for (EngineView view : engines.list()) {
            if (view.user().isPresent()) {
                assertThat(seen.add(List.of(view.user().get(), view.component())))
                        .as(view.user().get() + " has two of " + view.component())
                        .isTrue();
            }
        }
        assertThat(engines.of("warm")).hasSizeLessThanOrEqualTo(3);
    }

    /** As soon as what was interrupted is done with, each process is one engine's. */
    private void onlyWhatIsListedRuns() {
        await().atMost(SOON)
                .untilAsserted(() -> {
                    Map<String, List<Long>> running = Processes.byInstance(system.name());
                    Map<String, List<Long>> listed = new TreeMap<>();
                    for (EngineView view : engines.list()) {
                        assertThat(view.state()).as(view.id()).isEqualTo("ready");
                        view.pid().ifPresent(pid -> listed.put(view.id(), List.of(pid)));
                    }
                    assertThat(running).as("seed " + SEED).isEqualTo(listed);
                    assertThat(Remains.children(system.state().resolve("launches")))
                            .hasSize(listed.size());
                    assertThat(Remains.rows(system, "engine")).isEqualTo(listed.size());
                });
    }
}
