package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** Engines are opened and stopped again and again, cold and warm ones, and nothing adds up. */
final class EngineCyclesIT {
    private static final int CYCLES = Counts.of(25, 1000);
    private static final int LOOKS = 10;
    private static final String FILE =
            """
            tiny: { engine: "/usr/bin/python3 engine.py ${PORT}", source: ./app }
            warm:
              engine: /usr/bin/python3 engine.py ${PORT}
              source: ./app
              warm: 1
            """;

    private final TestSystem system = TestSystem.of("cycle");
    private final Engines engines = new Engines(system);

    @Test
    void nothingIsLeftOfAny() throws Exception {
        try (system) {
            system.program("engine.py", "app");
            system.write(FILE);
            system.up();
            new People(system).add("ana", "user");
            long server = system.serverPid();
            Samples<ServerFigures> looks = new Samples<>();
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                cycle(cycle % 2 == 0 ? "tiny" : "warm");
                if (cycle % Math.max(1, CYCLES / LOOKS) == 0) {
                    looks.add(ServerFigures.of(server));
                }
            }
            looks.assertFlat("heap", ServerFigures::heap, 0.1, 2_000_000);
            looks.assertFlat("threads", ServerFigures::threads, 0, 3);
            looks.assertFlat("descriptors", ServerFigures::descriptors, 0, 3);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(this::onlyTheWarmOneIsThere);
            assertThat(Remains.rows(system, "engine_use")).isEqualTo(CYCLES);
            assertThat(Remains.rows(system, "engine_ticket")).isZero();
            system.stead("down", system.name());
            assertThat(Remains.cgroups(system)).isEmpty();
            assertThat(Processes.marked(system.name())).isEmpty();
        }
    }

    private void cycle(String component) {
        String id = engines.open(component, "ana");
        Remains remains = Remains.of(system, id, engines.pid(id));
        engines.stop(id);
        remains.demandNone();
    }

    private void onlyTheWarmOneIsThere() {
        String warm = engines.warm("warm");
        assertThat(engines.list()).hasSize(1);
        assertThat(Processes.byInstance(system.name())).containsOnlyKeys(warm);
        assertThat(Remains.children(system.state().resolve("run"))).hasSize(1);
        assertThat(Remains.children(system.state().resolve("launches"))).hasSize(1);
        assertThat(Remains.cgroups(system))
                .allMatch(path -> String.valueOf(path.getFileName()).startsWith(warm + "@"));
        assertThat(Remains.rows(system, "engine")).isEqualTo(1);
        assertThat(Remains.children(system.state().resolve("engines/homes/tiny"))).hasSize(1);
    }
}
