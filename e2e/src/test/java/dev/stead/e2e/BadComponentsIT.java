package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One system in which one component after the other turns bad. Each is contained, replaced or
 * stopped as the file says, the status shows why, and all others keep their processes, while one of
 * them answers through the gateway all the time.
 */
final class BadComponentsIT {
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration SOON = Duration.ofSeconds(30);

    /**
     * Two cores that the bad ones take too, so this says that nothing hangs, not how fast it is.
     */
    private static final Duration SLOWEST = Duration.ofSeconds(5);

    private static final String GOOD =
            """
            good:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./app
              route: { path: /app, access: public }
            """;
    private static final String BAD =
            """
            leak: { service: /usr/bin/python3 bad.py leak, source: ./app, limits: { memory: 64 MiB } }
            fork: { service: /usr/bin/python3 bad.py fork, source: ./app, limits: { pids: 20 } }
            fill: { service: /usr/bin/python3 bad.py fill, source: ./app }
            stubborn: { service: /usr/bin/python3 bad.py stubborn, source: ./app, stop: 1s }
            close:
              service: /usr/bin/python3 bad.py close ${PORT}
              source: ./app
              health: { tcp: true, every: 200ms, timeout: 1s, failures: 2 }
            slow:
              service: /usr/bin/python3 bad.py slow ${PORT}
              source: ./app
              health: { http: /, every: 200ms, timeout: 500ms, failures: 2 }
            daemon: { service: /usr/bin/python3 bad.py daemon, source: ./app }
            """;

    private static TestSystem system = TestSystem.of("badones");
    private Map<String, Long> before = Map.of();
    private Neighbour neighbour = new Neighbour(new Client(system), "/app/x");

    @BeforeAll
    static void up() throws IOException {
        system.program("counter.py", "app");
        system.program("bad.py", "app");
        system.write(GOOD + BAD);
        system.up();
    }

    @AfterAll
    static void down() throws IOException {
        system.close();
    }

    @BeforeEach
    void look() {
        before = system.pids();
    }

    @AfterEach
    void neighbourIsUndisturbed(TestInfo test) {
        neighbour.close();
        System.out.printf(
                "%s: %d answers beside it, the slowest after %d ms%n",
                test.getDisplayName(), neighbour.count(), neighbour.slowest().toMillis());
        assertThat(neighbour.failures()).isEmpty();
        assertThat(neighbour.count()).isPositive();
        assertThat(neighbour.slowest()).isLessThan(SLOWEST);
    }

    @Test
    void aLeakOfMemoryIsEndedStartedAgainAndCalledThat() {
        if (lacks("memory")) {
            return;
        }
        turnBad("leak-1");

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(system.stead("status", system.name()).out())
                                .contains("leak: ")
                                .contains("ran out of memory and was ended by the kernel"));
        awaitReplaced("leak", "leak-1");
        assertThat(system.stead("logs", system.name(), "leak").out())
                .contains("-- ended: ran out of memory and was ended by the kernel --");
        othersAre("leak");
    }

    /** The program makes 300 at most, so that no missing limit takes the machine. */
    @Test
    void forksWithoutEndStopAtTheLimitAndAreAllEndedWithIt() throws Exception {
        if (lacks("pids")) {
            return;
        }
        turnBad("fork-1");

        await().atMost(SOON)
                .until(() ->
                        system.stead("logs", system.name(), "fork")
                                .out()
                                .contains("stopped after"));
        assertThat(system.stead("logs", system.name(), "fork").out())
                .contains("Resource temporarily unavailable");
        assertThat(marked("fork-1")).hasSizeBetween(2, 20);

        assertThat(system.stead("restart", system.name(), "fork").status()).isZero();

        assertThat(marked("fork-1")).isEmpty();
        othersAre("fork");
    }

    @Test
    void aLogFilledAtAHundredMegabytesASecondStaysSmallAndReadable() throws Exception {
        Path log = system.state().resolve("logs/fill-1.log");
        turnBad("fill-1");
        await().atMost(SOON).until(() -> Files.size(log) > 20L * MEBIBYTE);
        long begun = System.nanoTime();
        long size = Files.size(log);
        long most = 0;
        long slowest = 0;
        for (int look = 0; look < Counts.of(4, 20); look++) {
            long asked = System.nanoTime();
            Command.Result logs = system.stead("logs", system.name(), "fill", "-n", "10");
            slowest = Math.max(slowest, System.nanoTime() - asked);
            assertThat(logs.out().lines())
                    .hasSize(10)
                    .allMatch(line -> line.matches("fill-1 . x+"));
            most = Math.max(most, blocks(log));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double rate = (Files.size(log) - size) / seconds;
        System.out.printf(
                "filled at %.0f MB/s: at most %d MiB on the disk, stead logs after %d ms%n",
                rate / 1e6, most / MEBIBYTE, slowest / 1_000_000);

        // Once a second the head is freed: what comes meanwhile is there besides, twice if late.
        assertThat(most).isLessThan((long) (10 * MEBIBYTE + 3 * Math.max(rate, 100e6)));
        assertThat(Duration.ofNanos(slowest)).isLessThan(SLOWEST);
        assertThat(system.stead("restart", system.name(), "fill").status()).isZero();
        othersAre("fill");
    }

    @Test
    void oneThatIgnoresTheSignalIsEndedAfterItsGrace() {
        long begun = System.nanoTime();

        assertThat(system.stead("restart", system.name(), "stubborn").status()).isZero();

        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
        assertThat(Processes.alive(before.getOrDefault("stubborn-1", 0L))).isFalse();
        assertThat(system.pids()).containsKey("stubborn-2");
        othersAre("stubborn");
    }

    @Test
    void oneThatClosesItsPortIsShownUnhealthyAndStartedAgain() {
        turnBad("close-1");

        awaitShown("close", "unhealthy", "connection refused");
        awaitReplaced("close", "close-1");
        othersAre("close");
    }

    @Test
    void oneThatAnswersTooSlowlyIsShownUnhealthyAndStartedAgain() {
        turnBad("slow-1");

        awaitShown("slow", "unhealthy", "did not answer within 500 ms");
        awaitReplaced("slow", "slow-1");
        othersAre("slow");
    }

    @Test
    void whatSlippedAwayIsEndedBeforeTheNextStart() throws Exception {
        turnBad("daemon-1");
        Path told = system.state().resolve("data/daemon/daemon");
        await().atMost(SOON).until(() -> Files.exists(told) && Files.size(told) > 0);
        long slipped = Long.parseLong(Files.readString(told));

        awaitReplaced("daemon", "daemon-1");

        assertThat(Processes.alive(slipped)).isFalse();
        assertThat(marked("daemon-1")).containsExactly(system.pids().get("daemon-1"));
        othersAre("daemon");
    }

    /** One that is a daemon from the start on looks as if it ended, and is told so. */
    @Test
    void oneThatDaemonisesAtItsStartIsRefusedAndLeavesNothing() throws Exception {
        system.write(
                GOOD
                        + BAD
                        + "away: { service: /usr/bin/python3 bad.py daemonises, source: ./app }\n");

        Command.Result result = system.stead("up", "--detach");

        assertThat(result.status()).as(result.all()).isEqualTo(1);
        assertThat(result.err())
                .contains("away-1 did not become healthy: ended by itself with exit status 0");
        system.write(GOOD + BAD);
        system.up();
        assertThat(marked("away-1")).isEmpty();
        othersAre("away");
    }

    private static boolean lacks(String limit) {
        for (JsonNode warning : system.status().path("warnings")) {
            if (warning.asString().contains("limits")) {
                System.out.println("BadComponentsIT cannot test " + limit + ": " + warning);
                return true;
            }
        }
        return false;
    }

    private void turnBad(String instance) {
        long pid = before.getOrDefault(instance, 0L);
        assertThat(pid).as(instance).isPositive();
        Command.run(Path.of("/"), Map.of(), List.of("kill", "-USR1", Long.toString(pid)));
    }

    private void awaitReplaced(String component, String instance) {
        long old = before.getOrDefault(instance, 0L);
        await().atMost(SOON)
                .until(() -> {
                    for (JsonNode one : system.status().path("components")) {
                        JsonNode now = one.path("instances").path(0);
                        if (one.path("name").asString().equals(component)) {
                            return now.path("state").asString().equals("healthy")
                                    && now.path("pid").asLong() != old;
                        }
                    }
                    return false;
                });
    }

    private void awaitShown(String component, String state, String reason) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() ->
                        assertThat(system.stead("status", system.name()).out())
                                .containsPattern(component + " +service +" + state)
                                .containsPattern(component + ": .*" + reason));
    }

    /** Every other component has the processes that it had. */
    private void othersAre(String component) {
        assertThat(without(component, system.pids())).isEqualTo(without(component, before));
    }

    private static Map<String, Long> without(String component, Map<String, Long> pids) {
        Map<String, Long> others = new TreeMap<>(pids);
        others.keySet().removeIf(id -> id.startsWith(component + "-"));
        return others;
    }

    private static List<Long> marked(String instance) {
        return Processes.marked(system.name()).stream()
                .filter(pid -> Processes.environment(pid).contains("STEAD_INSTANCE=" + instance))
                .toList();
    }

    private static long blocks(Path file) {
        Command.Result du =
                Command.run(Path.of("/"), Map.of(), List.of("du", "-k", file.toString()));
        return Long.parseLong(du.out().split("\\s", 2)[0]) * 1024;
    }
}
