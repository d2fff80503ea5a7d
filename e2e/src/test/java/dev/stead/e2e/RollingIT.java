package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One release takes the place of another while clients ask: with good releases and bad ones no
 * request fails. When the server itself is killed, the gateway goes with it: then what is on its
 * way through it is cut off, a request for each client at most; none is answered wrongly, and who
 * retries what could not be sent is served as soon as the server is back.
 */
final class RollingIT {
    private static final int CLIENTS = 4;
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final String WEB =
            """
            web:
              service: /usr/bin/python3 counter.py ${PORT}
              source: ./app
              route: { path: /app, access: public }
              health: { http: /app/health, start: 3s }
              replicas: 2
              env: { VERSION: "%s"%s }
            other: { service: sleep 1000 }
            """;

    /**
     * A release that is no good.
     *
     * @param how more variables of its environment
     * @param told what the apply says
     */
    private record Bad(String how, String told) {}

    /** The first takes long, and ComponentLifeIT has it too. */
    private static final List<Bad> BAD =
            List.of(
                    new Bad(", BROKEN: yes", "did not become healthy: "),
                    new Bad(", SICK: yes", "did not become healthy: not healthy within 3 s"),
                    new Bad(", CRASH_AFTER: \"1\"", "did not stay healthy: ended by itself"));

    private static void write(TestSystem system, String version, String more) throws IOException {
        system.program("counter.py", "app");
        system.write(WEB.formatted(version, more));
    }

    /** New connections for half of the clients, one that stays for the others. */
    @Test
    void replacementsAgainAndAgainLoseNoRequest() throws Exception {
        int wanted = Counts.of(1500, 50_000);
        try (TestSystem system = TestSystem.of("rolls")) {
            write(system, "0", "");
            system.up();
            int version = 0;
            try (Load load = load(system);
                    KeptConnections kept = new KeptConnections(system, "/app/x", CLIENTS / 2)) {
                while (version < 1 || load.count() + kept.count() < wanted) {
                    version++;
                    write(system, Integer.toString(version), "");
                    system.up();
                    load.awaitAnswer(version + " ");
                    assertThat(load.failures()).as("of release " + version).isEmpty();
                    assertThat(kept.failures()).as("of release " + version).isEmpty();
                }
                System.out.printf(
                        "%d replacements of 2 instances, %d requests on new connections, %d on kept"
                                + " ones, none failed%n",
                        version, load.count(), kept.count());
            }
        }
    }

    @Test
    void badReleasesLoseNoRequestAndLeaveTheOldServing() throws Exception {
        try (TestSystem system = TestSystem.of("badroll")) {
            write(system, "good", "");
            system.up();
            Map<String, Long> before = system.pids();
            try (Load load = load(system)) {
                for (int round = 0; round < Counts.of(1, 10); round++) {
                    for (Bad release : BAD.subList(Counts.of(1, 0), BAD.size())) {
                        write(system, "bad", release.how());
                        Command.Result result = system.stead("up", "--detach");
                        assertThat(result.status()).as(release.how()).isEqualTo(1);
                        assertThat(result.err()).containsPattern("web-\\d+ " + release.told());
                        assertThat(system.pids()).as(release.how()).isEqualTo(before);
                        assertThat(load.failures()).as(release.how()).isEmpty();
                    }
                }
                load.awaitAnswer("good ");
                System.out.printf("%d requests beside bad releases, none failed%n", load.count());
            }
        }
    }

    @Test
    void aServerKilledInTheMiddleCutsOffWhatIsOnItsWayAndNothingElse() throws Exception {
        Random random = new Random(3);
        int rounds = Counts.of(1, 12);
        try (TestSystem system = TestSystem.of("midkill")) {
            write(system, "0", "");
            system.up();
            long other = system.pids().getOrDefault("other-1", 0L);
            try (StubbornClients clients = new StubbornClients(system, "/app/x", CLIENTS)) {
                for (int round = 1; round <= rounds; round++) {
                    write(system, Integer.toString(round), "");
                    long server = system.serverPid();
                    Process up = background(system, "up", "--detach");
                    boolean _ = up.waitFor(500 + random.nextInt(4000), TimeUnit.MILLISECONDS);
                    Processes.kill9(server);
                    await().until(() -> !Processes.alive(server));
                    up.waitFor();

                    system.up();

                    clients.awaitAnswer(round + " ");
                    assertThat(clients.wrong()).as("in round " + round).isEmpty();
                    assertThat(clients.cut()).hasSizeLessThanOrEqualTo(round * CLIENTS);
                    assertThat(system.pids().get("other-1")).isEqualTo(other);
                    assertThat(Processes.marked(system.name()))
                            .containsExactlyInAnyOrderElementsOf(system.pids().values());
                }
                System.out.printf(
                        "%d kills in the middle of replacements: %d requests answered, %d cut off,"
                                + " none answered wrongly%n",
                        rounds, clients.answered(), clients.cut().size());
                assertThat(clients.answered()).isPositive();
            }
        }
    }

    private static Load load(TestSystem system) {
        return new Load(new Client(system), "/app/x", CLIENTS / 2, 1_000_000, LONGEST);
    }

    private static Process background(TestSystem system, String... arguments) throws IOException {
        Path out = system.folder().resolve("bg.out");
        return Command.start(system.source(), system.env(), system.words(arguments), out, out);
    }
}
