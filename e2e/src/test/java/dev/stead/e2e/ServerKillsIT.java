package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The server is killed every 1 to 7 seconds while files are applied and components end by
 * themselves. Whatever it was doing: what did not change keeps its process, nothing runs twice,
 * nothing is left.
 */
final class ServerKillsIT {
    private static final long SEED = Long.getLong("stead.seed", 20261121);
    private static final int LEAST = 3;
    private static final Duration LASTS = Duration.ofSeconds(Counts.of(20, 300));

    private static final String FILE =
            """
            steady: { service: /usr/bin/python3 tally.py 0, source: ./tally }
            flighty: { service: /usr/bin/python3 tally.py 2.5, source: ./tally }
            page: { site: ./page, route: { path: /, access: public } }
            web:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./web
              route: { path: /app, access: public }
              replicas: %d
              env: { VERSION: "%d" }
            """;

    private final Random random = new Random(SEED);
    private int version;

    /** Another file: replicas, a command's environment, a site, components more or fewer. */
    private void writeNext(TestSystem system) throws IOException {
        version++;
        StringBuilder file = new StringBuilder(FILE.formatted(1 + random.nextInt(3), version));
        for (int extra = 0; extra < 3; extra++) {
            if (random.nextBoolean()) {
                file.append("extra" + extra + ": { service: sleep " + (1000 + extra) + " }\n");
            }
        }
        Files.createDirectories(system.source().resolve("page"));
        Files.writeString(system.source().resolve("page/index.html"), "page " + version / 2);
        system.write(file.toString());
    }

    @Test
    void nothingIsLostAndNothingRunsTwice() throws Exception {
        try (TestSystem system = TestSystem.of("kills")) {
            system.program("tally.py", "tally");
            system.program("counter.py", "web");
            writeNext(system);
            system.up();
            long steady = pid(system, "steady-1");

            Seen seen = new Seen();
            long end = System.nanoTime() + LASTS.toNanos();
            while (System.nanoTime() < end || seen.kills < LEAST) {
                applyUntilKilled(system, seen);
                assertThat(Processes.byInstance(system.name()).get("steady-1"))
                        .as("seed " + SEED)
                        .containsExactly(steady);
            }
            System.out.println("ServerKillsIT: seed " + SEED + ": " + seen);

            writeNext(system);
            lastUp(system);
            checkEnd(system, steady);
        }
    }

    /** Brings all of the file about; only what ends every few seconds may not be healthy then. */
    private static void lastUp(TestSystem system) throws IOException {
        Command.Result up = system.stead("up", "--yes", "--detach");
        if (up.status() != 0) {
            assertThat(up.err())
                    .contains("flighty-1 did not become healthy", "mend: the file is in effect");
        }
    }

    private static long pid(TestSystem system, String instance) {
        return system.pids().getOrDefault(instance, 0L);
    }

    /** What happened, to be told. */
    private static final class Seen {
        private int kills;
        private int applied;
        private int cutOff;

        @Override
        public String toString() {
            return kills + " kills, " + applied + " applies done, " + cutOff + " cut off";
        }
    }

    private void applyUntilKilled(TestSystem system, Seen seen) throws Exception {
        long killAt =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1000 + random.nextInt(6000));
        Process up = apply(system);
        while (killAt - System.nanoTime() > 0) {
            noDuplicate(system);
            if (up.waitFor(100, TimeUnit.MILLISECONDS)) {
                count(up, seen);
                writeNext(system);
                up = apply(system);
            }
        }
        seen.kills += Processes.killServers(system.name());
        noDuplicate(system);
        if (!up.waitFor(120, TimeUnit.SECONDS)) {
            throw new AssertionError("up goes on for ever, seed " + SEED);
        }
        count(up, seen);
    }

    private static void count(Process up, Seen seen) {
        if (up.exitValue() == 0) {
            seen.applied++;
        } else {
            seen.cutOff++;
        }
    }

    private static Process apply(TestSystem system) throws IOException {
        Path said = system.folder().resolve("up.out");
        return Command.start(
                system.source(), system.env(), system.words("up", "--detach"), said, said);
    }

    private static void noDuplicate(TestSystem system) {
        for (Map.Entry<String, List<Long>> each : Processes.byInstance(system.name()).entrySet()) {
            assertThat(each.getValue()).as(each.getKey() + ", seed " + SEED).hasSize(1);
        }
    }

    private void checkEnd(TestSystem system, long steady) throws Exception {
        assertThat(pid(system, "steady-1")).isEqualTo(steady);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    List<Long> known = new ArrayList<>(system.pids().values());
                    known.removeIf(pid -> pid == 0);
                    assertThat(Processes.marked(system.name()))
                            .containsExactlyInAnyOrderElementsOf(known);
                });
        assertThat(new Client(system).get("/app/x").body()).startsWith(version + " web-");
        assertThat(new Client(system).get("/").body()).isEqualTo("page " + version / 2);
        Tally steadily = new Tally(system, "steady");
        assertThat(steadily.starts()).containsExactly(steady);
        assertThat(steadily.demandOneWriter()).isGreaterThan(100);
        Tally flightily = new Tally(system, "flighty");
        assertThat(flightily.starts()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        flightily.demandOneWriter();

        assertThat(system.stead("down", system.name()).status()).isZero();
        assertThat(Processes.marked(system.name())).isEmpty();
    }
}
