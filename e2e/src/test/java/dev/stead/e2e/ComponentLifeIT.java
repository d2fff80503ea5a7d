package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;

/** What becomes of components that end, change and fail. */
final class ComponentLifeIT {
    private static final String WEB =
            """
            web:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./app
              route: { path: /app, access: public }
              health: /app/health
              replicas: %d
              env: { VERSION: "%s"%s }
            """;

    private static void counter(TestSystem system, int replicas, String version, String more)
            throws Exception {
        system.program("counter.py", "app");
        system.write(WEB.formatted(replicas, version, more) + "other: { service: sleep 1000 }\n");
    }

    @Test
    void aKilledInstanceIsBackAndOthersAreUndisturbed() throws Exception {
        try (TestSystem system = TestSystem.of("kill")) {
            counter(system, 2, "1", "");
            system.up();
            Map<String, Long> before = system.pids();

            Processes.kill9(before.getOrDefault("web-1", 0L));

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> {
                        assertThat(system.state("web")).isEqualTo("healthy");
                        assertThat(system.pids().get("web-1")).isNotEqualTo(before.get("web-1"));
                    });
            assertThat(system.pids().get("web-2")).isEqualTo(before.get("web-2"));
            assertThat(system.pids().get("other-1")).isEqualTo(before.get("other-1"));
        }
    }

    @Test
    void aChangedComponentIsReplacedWithoutAFailedRequest() throws Exception {
        try (TestSystem system = TestSystem.of("roll")) {
            counter(system, 2, "1", "");
            system.up();
            Map<String, Long> before = system.pids();
            try (Load load = new Load(new Client(system), "/app/x", 4)) {
                counter(system, 2, "2", "");
                Command.Result plan = system.stead("plan");
                assertThat(plan.out())
                        .contains("replace")
                        .contains("env VERSION changed from 1 to 2");
                system.up();
                load.awaitAnswer("2 ");
                assertThat(load.failures()).isEmpty();
                assertThat(load.count()).isPositive();
            }
            assertThat(new Client(system).get("/app/x").body()).startsWith("2 web-");
            assertThat(system.pids()).containsKeys("web-3", "web-4");
            assertThat(system.pids()).doesNotContainKey("web-1");
            assertThat(system.pids().get("other-1")).isEqualTo(before.get("other-1"));
        }
    }

    /** A service reaches another by one address, whichever of its instances are there. */
    @Test
    void aNeededServiceIsReachedWhileItIsReplaced() throws Exception {
        try (TestSystem system = TestSystem.of("inner")) {
            String outer =
                    """
                    outer:
                      service: /usr/bin/python3 counter.py ${PORT}
                      source: ./app
                      route: { path: /app, access: public }
                      needs: [inner]
                    inner:
                      service: /usr/bin/python3 counter.py ${PORT}
                      source: ./app
                      env: { VERSION: "%s" }
                    """;
            system.program("counter.py", "app");
            system.write(outer.formatted("1"));
            system.up();
            Map<String, Long> before = system.pids();
            try (Load load = new Load(new Client(system), "/app/ask/x", 2)) {
                system.write(outer.formatted("2"));
                system.up();
                load.awaitAnswer("asked 2 inner-2");
                assertThat(load.failures()).isEmpty();
            }
            assertThat(system.pids().get("outer-1")).isEqualTo(before.get("outer-1"));
        }
    }

    @Test
    void aBadReleaseLeavesTheOldServingAndShowsWhy() throws Exception {
        try (TestSystem system = TestSystem.of("bad")) {
            counter(system, 2, "1", "");
            system.up();
            Map<String, Long> before = system.pids();

            counter(system, 2, "2", ", BROKEN: yes");
            Command.Result result = system.stead("up", "--detach");

            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err())
                    .contains("web-3 did not become healthy")
                    .contains("cannot start: the configuration is broken");
            assertThat(system.pids()).isEqualTo(before);
            assertThat(new Client(system).get("/app/x").body()).startsWith("1 web-");
        }
    }

    @Test
    void restartReplacesEachInstanceInTurn() throws Exception {
        try (TestSystem system = TestSystem.of("restart")) {
            counter(system, 2, "1", "");
            system.up();

            Command.Result result = system.stead("restart", "web");

            assertThat(result.status()).as(result.all()).isZero();
            assertThat(system.pids()).containsOnlyKeys("web-3", "web-4", "other-1");
        }
    }

    @Test
    void logsShowWhatComponentsWrote() throws Exception {
        try (TestSystem system = TestSystem.of("logs")) {
            counter(system, 1, "1", "");
            system.up();

            assertThat(system.stead("logs", "web").out()).contains("web-1 | listening on");
            assertThat(system.stead("logs", "nobody").err())
                    .contains("has no component nobody")
                    .contains("it has web, other");
        }
    }

    @Test
    void nothingIsWrittenIntoTheSourceFolder() throws Exception {
        try (TestSystem system = TestSystem.of("pure")) {
            counter(system, 1, "1", "");
            system.up();
            system.stead("down", system.name());

            try (var files = Files.walk(system.source())) {
                assertThat(files.filter(Files::isRegularFile).map(p -> p.getFileName().toString()))
                        .containsExactlyInAnyOrder("stead.yaml", "counter.py");
            }
        }
    }
}
