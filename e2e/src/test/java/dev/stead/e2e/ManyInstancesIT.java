package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Many small components on one machine: half of them with four instances, half with one. The first
 * is a web server, to see that the gateway works among them; the rest only live.
 */
final class ManyInstancesIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int COMPONENTS = Counts.of(40, 200);
    private static final int INSTANCES = COMPONENTS / 2 * 5;
    private static final int MOST_BYTES_AN_INSTANCE = 50_000;

    /** Generous, for a machine that does other things too. */
    private static final Duration UP = Duration.ofMillis(10_000 + 300L * INSTANCES);

    private static final Duration QUICK = Duration.ofSeconds(5);

    private static final String WEB =
            """
            web:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./app
              route: { path: /app, access: public }
              replicas: 4
            """;

    private static void write(TestSystem system, int components, String changed)
            throws IOException {
        system.program("counter.py", "app");
        StringBuilder file = new StringBuilder(WEB);
        for (int i = 1; i < components; i++) {
            file.append(
                    "c%d: { service: sleep 100000, replicas: %d, env: { VERSION: \"%s\" } }\n"
                            .formatted(i, i < components / 2 ? 4 : 1, i == 7 ? changed : "1"));
        }
        system.write(file.toString());
    }

    @Test
    void upAndStatusStayQuickTheServerSmallAndAChangeTouchesOne() throws Exception {
        try (TestSystem system = TestSystem.of("many")) {
            write(system, 1, "1");
            system.up();
            long server = system.serverPid();
            ServerFigures alone = ServerFigures.of(server);

            write(system, COMPONENTS, "1");
            Duration up = time(system::up);
            Map<String, Long> pids = system.pids();
            assertThat(pids).hasSize(INSTANCES);
            assertThat(pids.values()).allMatch(Processes::alive);
            Duration status = time(system::status);
            Duration same = time(system::up);
            assertThat(system.serverPid()).isEqualTo(server);
            ServerFigures full = ServerFigures.of(server);
            System.out.printf(
                    "%d instances of %d components: up %d ms, status %d ms, up without a change %d"
                            + " ms%n",
                    INSTANCES, COMPONENTS, up.toMillis(), status.toMillis(), same.toMillis());
            assertThat(up).isLessThan(UP);
            assertThat(status).isLessThan(QUICK);
            assertThat(same).isLessThan(QUICK.multipliedBy(2));

            changeOne(system, pids);
            assertSmall(system, alone, full);
        }
    }

    /**
     * What a server takes when it has just begun holds what its start left behind. So all but the
     * first component go again, and the lower of before and after is what it takes without them.
     */
    private static void assertSmall(TestSystem system, ServerFigures alone, ServerFigures full)
            throws IOException {
        write(system, 1, "1");
        system.up();
        ServerFigures after = ServerFigures.of(system.serverPid());
        long heap = (full.heap() - Math.min(alone.heap(), after.heap())) / (INSTANCES - 4);
        long resident =
                (full.resident() - Math.min(alone.resident(), after.resident())) / (INSTANCES - 4);
        System.out.printf(
                "  alone: %s%n  with all: %s%n  alone again: %s%n  an instance: heap %d, resident"
                        + " %d bytes%n",
                alone, full, after, heap, resident);
        assertThat(heap).isLessThan(MOST_BYTES_AN_INSTANCE);
        if (Counts.of(0, 1) == 1) {
            // With few instances this is what the work itself left behind, compiled code say.
            assertThat(resident).isLessThan(MOST_BYTES_AN_INSTANCE);
        }
    }

    private static void changeOne(TestSystem system, Map<String, Long> before) throws IOException {
        write(system, COMPONENTS, "2");
        JsonNode changes = JSON.readTree(system.stead("plan", "--json").out()).path("changes");
        assertThat(changes.valueStream().map(c -> c.path("component").asString()))
                .containsExactly("c7");
        Duration changed = time(system::up);

        assertThat(without(system.pids())).isEqualTo(without(before));
        assertThat(system.pids()).containsKey("c7-5").doesNotContainKey("c7-1");
        assertThat(new Client(system).get("/app/x").status()).isEqualTo(200);
        System.out.printf("  a change of one: %d ms%n", changed.toMillis());
        assertThat(changed).isLessThan(Duration.ofSeconds(30));
    }

    private static Map<String, Long> without(Map<String, Long> pids) {
        Map<String, Long> others = new TreeMap<>(pids);
        others.keySet().removeIf(id -> id.startsWith("c7-"));
        return others;
    }

    private static Duration time(Runnable work) {
        long begun = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
