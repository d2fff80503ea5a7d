package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Engines that fail in each way: whoever opens one is told, and nothing stays of them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadEnginesIT {
    private static final int SLOW = Counts.of(10, 60);
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final String FILE =
            """
            tiny: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app }
            fails: { engine: "/usr/bin/python3 engine.py ${PORT} fails", source: ./app }
            absent: { engine: "./no-such-program ${PORT}", source: ./app }
            slow:
              engine: /usr/bin/python3 engine.py ${PORT} slow %1$d
              source: ./app
              health: { tcp: true, start: 120s }
            astray:
              engine: /usr/bin/python3 engine.py ${PORT} astray
              source: ./app
              health: { tcp: true, start: 3s }
            stubborn: { engine: "/usr/bin/python3 engine.py ${PORT} stubborn", source: ./app, stop: 1s }
            forks: { engine: "/usr/bin/python3 engine.py ${PORT} forks", source: ./app }
            hungry:
              engine: /usr/bin/python3 engine.py ${PORT} hungry
              source: ./app
              limits: { memory: 64 MiB }
            grows:
              engine: /usr/bin/python3 engine.py ${PORT}
              source: ./app
              limits: { memory: 64 MiB }
            """;

    private final TestSystem system = TestSystem.of("bade");
    private final Engines engines = new Engines(system);

    @BeforeAll
    void up() throws IOException {
        system.program("engine.py", "app");
        system.write(FILE.formatted(SLOW));
        system.up();
        new People(system).add("ana", "user");
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    /** Nothing of any of them is left, and the next open is unharmed. */
    @AfterEach
    void nothingIsLeft() {
        assertThat(engines.list()).isEmpty();
        assertThat(Processes.byInstance(system.name())).isEmpty();
        assertThat(Remains.children(system.state().resolve("run"))).isEmpty();
        assertThat(Remains.children(system.state().resolve("launches"))).isEmpty();
        assertThat(Remains.cgroups(system)).isEmpty();
        assertThat(Remains.rows(system, "engine")).isZero();
        engines.stop(engines.open("tiny", "ana"));
    }

    /** Demands that opening fails twice, and says this. */
    private void fails(String component, String... said) {
        for (int i = 0; i < 2; i++) {
            Command.Result result = engines.command(component, "ana");
            assertThat(result.status()).as(result.all()).isEqualTo(1);
            assertThat(result.err())
                    .contains("the engine " + component + " of ana failed")
                    .contains(said);
        }
    }

    @Test
    void oneThatEndsAtItsStart() {
        fails("fails", "ended by itself with exit status 4", "cannot start: there is no plan");
    }

    @Test
    void oneWithoutAProgram() {
        fails("absent", "no-such-program");
    }

    @Test
    void oneThatListensElsewhere() {
        fails("astray", "not healthy within 3 s", "connection refused", "listening");
    }

    @Test
    void oneThatForksAndEnds() {
        fails("forks", "ended by itself with exit status 5");
    }

    @Test
    void oneThatFillsItsMemoryAtItsStart() {
        assumeRoot();
        fails("hungry", "memory");
    }

    @Test
    void oneThatFillsItsMemoryLater() throws Exception {
        assumeRoot();
        String id = engines.open("grows", "ana");
        Remains remains = Remains.of(system, id, engines.pid(id));
        Client ana = Client.of(system, "ana");
        ana.open(engines.url(id) + "/");
        ana.get(engines.url(id) + "/fill");

        Opening failed =
                await().atMost(SOON)
                        .until(() -> engines.look("grows", "ana"), o -> o.phase() == Phase.FAILED);

        assertThat(failed.reason().orElse("")).contains("memory");
        remains.demandNone();
        engines.stop(engines.open("grows", "ana"));
    }

    private static void assumeRoot() {
        if (!Users.root()) {
            System.out.println("limits of memory and a /tmp of its own need root: not tried");
        }
        assumeTrue(Users.root());
    }

    @Test
    void childrenOfOneEndWithIt() throws Exception {
        String id = engines.open("tiny", "ana");
        Remains remains = Remains.of(system, id, engines.pid(id));
        Client ana = Client.of(system, "ana");
        ana.open(engines.url(id) + "/");
        assertThat(ana.get(engines.url(id) + "/fork").body()).isEqualTo("forked");
        await().until(() -> Processes.commandLines().contains("sleep 1003"));
        assertThat(Processes.byInstance(system.name()).getOrDefault(id, List.of()))
                .hasSizeGreaterThanOrEqualTo(4);

        engines.stop(id);

        remains.demandNone();
    }

    @Test
    void oneThatDoesNotListenToTermEndsAllTheSame() {
        String id = engines.open("stubborn", "ana");
        Remains remains = Remains.of(system, id, engines.pid(id));
        long began = System.nanoTime();

        engines.stop(id);

        remains.demandNone();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    /** An engine has a /tmp of its own, in which it finds its own files all the same. */
    @Test
    void oneWhoseStateIsBelowTmpFindsItsFiles() throws Exception {
        try (TestSystem below = TestSystem.of("bade")) {
            below.program("engine.py", "app");
            below.write("tiny: { engine: '/usr/bin/python3 engine.py ${PORT}', source: ./app }\n");
            below.up();
            new People(below).add("ana", "user");

            String id = new Engines(below).open("tiny", "ana");

            assertThat(below.state().toString()).startsWith("/tmp/");
            new Engines(below).stop(id);
            assertThat(new Engines(below).list()).isEmpty();
        }
    }

    @Test
    void oneThatTakesLongIsWaitedForAndCanBeStoppedMeanwhile() {
        Opening asked = engines.ask("slow", "ana");
        assertThat(asked.phase()).isEqualTo(Phase.STARTING);
        long began = System.nanoTime();

        String id = engines.open("slow", "ana");

        assertThat(asked.id()).hasValue(id);
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(SLOW - 2), Duration.ofSeconds(SLOW + 5));
        engines.stop(id);

        String second = engines.ask("slow", "ana").id().orElseThrow();
        engines.stop(second);
        new Remains(system, second, OptionalInt.empty()).demandNone();
        assertThat(engines.look("slow", "ana").phase()).isEqualTo(Phase.CLOSED);
    }
}
