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
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What a day brings, in half an hour: restarts, applies of new sources, kills, people who sign in
 * and look at pages, followers of logs, all the time under load, in a mix that a seed gives. What
 * the server takes stays what it was.
 */
final class SoakIT {
    private static final long SEED = 20_261_121;
    private static final Duration TIME = Duration.ofSeconds(Counts.of(25, 1800));
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(Counts.of(1, 15));

    /** On a slow machine it goes on until there are so many, to compare halves of something. */
    private static final int LEAST_LOOKS = 6;

    private static final List<String> PAGES =
            List.of("/", "/components", "/components/web", "/logs", "/plan", "/accounts", "/audit");
    private static final String FILE =
            """
            web:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./app
              route: { path: /app, access: public }
              replicas: 2
              env: { VERSION: "%d" }
              needs: [talk]
            talk: { service: [/bin/sh, -c, "while :; do date; sleep 0.1; done"] }
            """;

    /** A look at the server and its folder. */
    private record Look(ServerFigures server, long files, long logs) {}

    private final TestSystem system = TestSystem.of("soak");
    private final Random random = new Random(SEED);
    private final Map<String, Integer> done = new TreeMap<>();
    private int version;

    private void write() throws IOException {
        system.program("counter.py", "app");
        Files.writeString(system.source().resolve("app/version"), Integer.toString(version));
        system.write(FILE.formatted(version));
    }

    @Test
    void aDayLeavesTheServerAsItWas() throws Exception {
        try (system) {
            write();
            system.up();
            new People(system).add("anna", "operator");
            long server = system.serverPid();
            Samples<Look> looks = new Samples<>();
            long end = System.nanoTime() + TIME.toNanos();
            long next = System.nanoTime();
            int answers;
            try (KeptConnections kept = new KeptConnections(system, "/app/x", 1);
                    Neighbour others = new Neighbour(new Client(system), "/app/y")) {
                while (System.nanoTime() < end || looks.size() < LEAST_LOOKS) {
                    somethingHappens();
                    if (System.nanoTime() >= next) {
                        looks.add(look(server));
                        next = System.nanoTime() + BETWEEN_LOOKS.toNanos();
                    }
                }
                answers = kept.count() + others.count();
                List<String> failures = new ArrayList<>(kept.failures());
                failures.addAll(others.failures());
                System.out.printf(
                        "soak of %d s: %s, %d requests, %d failed%n",
                        TIME.toSeconds(), done, answers, failures.size());
                // Who was being answered by an instance that was killed may see that.
                assertThat(failures).hasSizeLessThanOrEqualTo(2 * done.getOrDefault("kill", 0));
            }
            assertThat(system.serverPid()).isEqualTo(server);
            assertThat(Processes.marked(system.name())).containsAll(system.pids().values());
            assertThat(answers).isGreaterThan(100);
            assertFlat(looks);
        }
    }

    /** At small counts the compiler is not yet done when it is over. */
    private static void assertFlat(Samples<Look> looks) {
        double share = Counts.of(25, 5) / 100.0;
        looks.assertFlat("heap", l -> l.server().heap(), share, 2_000_000);
        looks.assertFlat("resident memory", l -> l.server().resident(), share, 8_000_000);
        looks.assertFlat("threads", l -> l.server().threads(), 0, 4);
        looks.assertFlat("descriptors", l -> l.server().descriptors(), 0, 8);
        looks.assertFlat("files", Look::files, 0, Counts.of(20, 8));
        looks.assertFlat("logs", Look::logs, 10, 1000);
    }

    private Look look(long server) throws IOException {
        List<Path> files = system.stateFiles();
        long logs =
                files.stream().filter(f -> f.startsWith(system.state().resolve("logs"))).count();
        return new Look(ServerFigures.of(server), files.size() - logs, logs);
    }

    private void somethingHappens() throws Exception {
        switch (random.nextInt(10)) {
            case 0, 1 -> apply();
            case 2 -> restart();
            case 3 -> kill();
            case 4, 5 -> followLogs();
            case 6, 7, 8 -> visit();
            default -> ask();
        }
    }

    private void did(String what) {
        done.merge(what, 1, Integer::sum);
    }

    private void apply() throws IOException {
        version++;
        write();
        system.up();
        did("apply");
    }

    private void restart() {
        String component = random.nextBoolean() ? "web" : "talk";
        Command.Result result = system.stead("restart", system.name(), component);
        assertThat(result.status()).as(result.all()).isZero();
        did("restart");
    }

    private void kill() {
        List<String> ids = List.copyOf(system.pids().keySet());
        Processes.kill9(system.pids().getOrDefault(ids.get(random.nextInt(ids.size())), 0L));
        did("kill");
    }

    private void followLogs() throws Exception {
        Path out = system.folder().resolve("followed");
        Process follower =
                Command.start(
                        system.source(),
                        system.env(),
                        system.words("logs", system.name(), "-f"),
                        out,
                        out);
        await().atMost(Duration.ofSeconds(30)).until(() -> Files.size(out) > 0);
        boolean _ = follower.waitFor(500 + random.nextInt(1000), TimeUnit.MILLISECONDS);
        follower.destroy();
        follower.waitFor();
        Files.delete(out);
        did("follow");
    }

    private void visit() throws IOException {
        Client anna = new Client(system);
        anna.signIn("anna", People.PASSWORD);
        for (int i = 0; i < 5; i++) {
            String page = PAGES.get(random.nextInt(PAGES.size()));
            assertThat(anna.get(system.own() + page).status()).as(page).isEqualTo(200);
        }
        if (random.nextBoolean()) {
            anna.signOut();
        }
        did("visit");
    }

    private void ask() {
        assertThat(system.status().path("components")).hasSize(2);
        assertThat(system.stead("plan").status()).isZero();
        did("ask");
    }
}
