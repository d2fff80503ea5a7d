package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The server may end at any moment, in any way; instances do not notice. */
final class ServerLifeIT {
    private static final String FILE =
            """
            web:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./app
              route: { path: /app, access: public }
              replicas: 2
              env: { VERSION: "%s" }
              needs: [base]
            base: { service: sleep 1000 }
            other: { service: sleep 1000 }
            """;

    private static void write(TestSystem system, String version) throws IOException {
        system.program("counter.py", "app");
        system.write(FILE.formatted(version));
    }

    @Test
    void killedAndAskedToEndItLeavesEveryInstanceRunning() throws Exception {
        try (TestSystem system = TestSystem.of("server")) {
            write(system, "1");
            system.up();
            Map<String, Long> before = system.pids();
            for (String signal : List.of("KILL", "TERM", "HUP")) {
                long server = system.serverPid();
                Command.run(
                        Path.of("/"),
                        Map.of(),
                        List.of("kill", "-" + signal, Long.toString(server)));
                awaitEnd(server);
                assertThat(before.values()).allMatch(Processes::alive);

                system.up();

                assertThat(system.pids()).as("after " + signal).isEqualTo(before);
                assertThat(new Client(system).get("/app/x").status()).isEqualTo(200);
            }
        }
    }

    /**
     * Each round kills the server at a random moment of an apply, then demands that the same apply
     * again is right.
     */
    @Test
    void killedAtRandomMomentsOfAnApplyNothingRunsTwiceAndNothingIsLeft() throws Exception {
        Random random = new Random(7);
        try (TestSystem system = TestSystem.of("moments")) {
            write(system, "0");
            system.up();
            Map<String, Long> base = system.pids();
            for (int round = 1; round <= Counts.of(4, 10); round++) {
                write(system, Integer.toString(round));
                long server = system.serverPid();
                Process up = background(system, "up", "--detach");
                up.waitFor(300 + random.nextInt(1500), TimeUnit.MILLISECONDS);
                Processes.kill9(server);
                awaitEnd(server);
                up.waitFor();

                system.up();

                Map<String, Long> pids = system.pids();
                assertThat(pids).as("round " + round).hasSize(4);
                assertThat(pids.get("base-1")).isEqualTo(base.get("base-1"));
                assertThat(pids.get("other-1")).isEqualTo(base.get("other-1"));
                assertThat(Processes.marked(system.name()))
                        .containsExactlyInAnyOrderElementsOf(pids.values());
                assertThat(new Client(system).get("/app/x").body()).startsWith(round + " web-");
            }
        }
    }

    @Test
    void killedInTheFirstStartAndInTheStopItIsFinishedByTheNext() throws Exception {
        Random random = new Random(11);
        try (TestSystem system = TestSystem.of("ends")) {
            write(system, "1");
            for (int round = 1; round <= Counts.of(2, 5); round++) {
                Process up = background(system, "up", "--detach");
                killServerAfter(system, up, 200 + random.nextInt(1500));
                up.waitFor();
                system.up();
                assertThat(Processes.marked(system.name()))
                        .containsExactlyInAnyOrderElementsOf(system.pids().values());

                Process down = background(system, "down", system.name());
                killServerAfter(system, down, random.nextInt(400));
                down.waitFor();
                system.up();
                assertThat(Processes.marked(system.name()))
                        .containsExactlyInAnyOrderElementsOf(system.pids().values())
                        .hasSize(4);
                assertThat(system.stead("down", system.name()).status()).isZero();
                assertThat(Processes.marked(system.name())).isEmpty();
            }
        }
    }

    @Test
    void twoSystemsRunSideBySideAndComeDownAlone() throws Exception {
        try (TestSystem one = TestSystem.of("one");
                TestSystem two = one.beside("two")) {
            write(one, "1");
            write(two, "2");
            one.up();
            two.up();
            Map<String, Long> before = two.pids();

            assertThat(new Client(one).get("/app/x").body()).startsWith("1 ");
            assertThat(new Client(two).get("/app/x").body()).startsWith("2 ");
            assertThat(one.stead("status").err())
                    .contains("several systems run")
                    .contains(one.name())
                    .contains(two.name());
            assertThat(one.stead("down", one.name()).status()).isZero();

            assertThat(Processes.marked(one.name())).isEmpty();
            assertThat(two.pids()).isEqualTo(before);
            assertThat(new Client(two).get("/app/x").status()).isEqualTo(200);
        }
    }

    @Test
    void twoAppliesAtOnceAreToldApart() throws Exception {
        try (TestSystem system = TestSystem.of("twice")) {
            write(system, "1");
            system.up();
            write(system, "2");
            Process first = background(system, "up", "--detach");
            Process second = background(system, "up", "--detach");

            int sum = first.waitFor() + second.waitFor();

            assertThat(sum).as("at least one is done").isLessThanOrEqualTo(1);
            assertThat(system.pids()).hasSize(4);
        }
    }

    /** Kills the server when the command has run this long, wherever the server then is. */
    private static void killServerAfter(TestSystem system, Process command, int millis)
            throws InterruptedException {
        command.waitFor(millis, TimeUnit.MILLISECONDS);
        for (long pid : Processes.servers(system.name())) {
            Processes.kill9(pid);
            awaitEnd(pid);
        }
    }

    /** The first Ctrl-C takes the system down; a closed terminal only lets go of it. */
    @Test
    void attachedUpFollowsUntilCtrlCTakesTheSystemDown() throws Exception {
        try (TestSystem system = TestSystem.of("attach")) {
            write(system, "1");
            Path said = Files.createTempFile(system.folder(), "up", ".out");
            Process first =
                    Command.start(system.source(), system.env(), system.words("up"), said, said);
            awaitSaid(said, "Following " + system.name());
            Command.run(
                    Path.of("/"), Map.of(), List.of("kill", "-HUP", Long.toString(first.pid())));
            first.waitFor();
            assertThat(system.state("web")).isEqualTo("healthy");

            Process second =
                    Command.start(system.source(), system.env(), system.words("up"), said, said);
            awaitSaid(said, "runs as the file says");
            awaitSaid(said, "Following " + system.name(), 2);
            Command.run(
                    Path.of("/"), Map.of(), List.of("kill", "-INT", Long.toString(second.pid())));

            assertThat(second.waitFor()).as(Files.readString(said)).isZero();
            assertThat(Files.readString(said)).contains("everything is stopped");
            assertThat(Processes.marked(system.name())).isEmpty();
        }
    }

    private static void awaitSaid(Path file, String text) {
        awaitSaid(file, text, 1);
    }

    private static void awaitSaid(Path file, String text, int times) {
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> Files.readString(file).split(text, -1).length > times);
    }

    private static Process background(TestSystem system, String... arguments) throws IOException {
        Path out = Files.createTempFile(system.folder(), "bg", ".out");
        return Command.start(system.source(), system.env(), system.words(arguments), out, out);
    }

    private static void awaitEnd(long pid) {
        org.awaitility.Awaitility.await().until(() -> !Processes.alive(pid));
    }
}
