package dev.stead.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.Caller;
import dev.stead.api.Control;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.InstanceState;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What an apply does, and what it leaves when it fails. */
final class ApplyIT extends ControlledSystem {
    @Test
    void startsEverythingAndRoutesToWhatIsHealthy() throws IOException {
        apply(service("api", 2, "a") + "ui: { site: ./app, route: / }\n");

        assertThat(running()).containsExactly("api-1", "api-2");
        assertThat(gateway.endpoints("api")).containsExactly("api-1", "api-2");
        assertThat(control().status(CALLER).components())
                .extracting(c -> c.name() + " " + c.state())
                .containsExactly("api healthy", "ui healthy");
    }

    @Test
    void changesNothingWhenTheFileIsTheSame() throws IOException {
        apply(service("api", 2, "a"));
        List<String> before = agent.calls();

        apply(service("api", 2, "a"));

        assertThat(agent.calls()).isEqualTo(before);
    }

    @Test
    void replacesOneInstanceAtATimeNewBeforeOld() throws IOException {
        apply(service("api", 2, "a"));

        apply(service("api", 2, "b"));

        assertThat(agent.calls())
                .containsExactly(
                        "run api-1",
                        "run api-2",
                        "run api-3",
                        "stop api-1",
                        "run api-4",
                        "stop api-2");
        assertThat(gateway.endpoints("api")).containsExactly("api-3", "api-4");
    }

    @Test
    void leavesTheOldServingWhenTheNewIsNeverHealthy() throws IOException {
        apply(service("api", 1, "a"));
        agent.sickens(spec -> spec.command().contains("b"));

        assertThatThrownBy(() -> apply(service("api", 1, "b")))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.COMPONENT);
                            assertThat(e.what())
                                    .contains("api-2 did not become healthy")
                                    .contains("exit status 1")
                                    .contains("api-2 wrote this");
                            assertThat(e.mend()).contains("api-1 still serves");
                        });
        assertThat(running()).containsExactly("api-1");
        assertThat(gateway.endpoints("api")).containsExactly("api-1");
    }

    @Test
    void takesAwayWhatIsNewWhenAnythingNewIsNeverHealthy() throws IOException {
        apply(service("api", 1, "a"));
        agent.sickens(spec -> spec.command().contains("bad"));

        assertThatThrownBy(() ->
                        apply(
                                service("api", 1, "a")
                                        + service("well", 1, "a")
                                        + service("ill", 2, "bad")))
                .hasMessageContaining("ill-1 did not become healthy");

        assertThat(running()).containsExactly("api-1");
        assertThat(gateway.endpoints("api")).containsExactly("api-1");
        assertThat(control().status(CALLER).warnings()).isEmpty();
    }

    @Test
    void hasAsManyAsBeforeWhenOneMoreIsNeverHealthy() throws IOException {
        apply(service("api", 1, "a"));
        agent.sickens(spec -> spec.id().equals("api-3"));

        assertThatThrownBy(() -> apply(service("api", 3, "a")))
                .hasMessageContaining("api-3 did not become healthy");

        assertThat(running()).containsExactly("api-1");
    }

    @Test
    void whatCannotBeStoppedGetsRequestsAgain() throws IOException {
        apply(service("api", 1, "a"));
        agent.failStops(true);

        assertThatThrownBy(() -> apply(service("api", 1, "b"))).hasMessageContaining("no space");

        assertThat(gateway.endpoints("api")).containsExactly("api-1", "api-2");
        agent.failStops(false);
        apply(service("api", 1, "a"));
        assertThat(running()).containsExactly("api-1");
        assertThat(gateway.endpoints("api")).containsExactly("api-1");
    }

    @Test
    void tellsWhyItFailedAlsoWhenWhatFailedCannotBeStopped() throws IOException {
        apply(service("api", 1, "a"));
        agent.sickens(spec -> !spec.id().equals("api-1"));
        agent.failStops(true);

        assertThatThrownBy(() -> apply(service("api", 1, "b")))
                .hasMessageContaining("api-2 did not become healthy");
    }

    @Test
    void keepsTryingWhatNeverBecameHealthyInTheFirstApplyAndSaysSoEachTime() throws IOException {
        agent.sickens(spec -> spec.command().contains("bad"));
        String file = service("api", 1, "a") + service("ill", 1, "bad");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> apply(file))
                    .isInstanceOfSatisfying(
                            SteadException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.COMPONENT);
                                assertThat(e.what())
                                        .contains("ill-1 did not become healthy: it ended with");
                            });
            assertThat(running()).containsExactly("api-1", "ill-1");
        }
        agent.change("ill-1", InstanceState.HEALTHY);
        apply(file);
    }

    @Test
    void whatDoesNotChangeHasToBeHealthyInTheEnd() throws IOException {
        apply(service("api", 1, "a") + service("web", 1, "a"));
        agent.change("web-1", InstanceState.CRASH_LOOP);

        assertThatThrownBy(() -> apply(service("api", 1, "b") + service("web", 1, "a")))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what()).contains("web-1 did not become healthy");
                            assertThat(e.mend()).startsWith("the file is in effect");
                        });

        assertThat(running()).containsExactly("api-2", "web-1");
        assertThat(gateway.endpoints("api")).containsExactly("api-2");
    }

    @Test
    void statusNamesWhatAnApplyThatWasCutOffLeft() throws IOException {
        apply(service("api", 1, "a"));
        agent.dieAfter(1);
        assertThatThrownBy(() -> apply(service("api", 1, "a") + service("web", 2, "a")));
        agent.revive();
        servers.getLast().close();
        servers.add(server());

        assertThat(running()).contains("web-1");
        assertThat(control().status(CALLER).warnings())
                .singleElement()
                .asString()
                .startsWith("web runs, but the file that was applied does not have it");

        apply(service("api", 1, "a") + service("web", 2, "a"));
        assertThat(running()).containsExactly("api-1", "web-1", "web-3");
        assertThat(control().status(CALLER).warnings()).isEmpty();
    }

    @Test
    void stopsWhatTheFileNoLongerNamesAfterItsRouteIsGone() throws IOException {
        apply(service("api", 1, "a") + service("old", 1, "a"));

        apply(service("api", 1, "a"));

        assertThat(running()).containsExactly("api-1");
        assertThat(gateway.endpoints("old")).isEmpty();
    }

    @Test
    void aChangedSourceMakesANewRelease() throws IOException {
        apply(service("api", 1, "a"));
        Path before = agent.instances().getFirst().spec().folder().orElseThrow();
        Files.writeString(folder.resolve("app/main.py"), "print(2)");

        Control.PlanView plan =
                control().plan(CALLER, Control.PlanRequest.of(folder.resolve("stead.yaml")));
        apply(service("api", 1, "a"));

        assertThat(plan.changes())
                .singleElement()
                .extracting(Control.Change::why)
                .asString()
                .startsWith("source changed from " + before.getFileName());
        Path after = agent.instances().getFirst().spec().folder().orElseThrow();
        assertThat(after.resolve("main.py")).hasContent("print(2)");
        assertThat(before.resolve("main.py")).hasContent("print(1)");
    }

    @Test
    void writesNothingIntoTheSourceFolder() throws IOException {
        List<Path> before = tree();

        apply(service("api", 1, "a"));

        assertThat(tree()).isEqualTo(before);
    }

    @Test
    void refusesAnotherFileOfTheSameSystem() throws IOException {
        apply(service("api", 1, "a"));
        Path other = folder.resolve("other.yaml");
        Files.copy(folder.resolve("stead.yaml"), other);

        assertThatThrownBy(() -> control().apply(CALLER, request(other), events::add))
                .hasMessageContaining("already runs from another file")
                .hasMessageContaining("stead.yaml");
    }

    @Test
    void saysWhichPackagesAreMissingAndStartsNothing() {
        host.lacks("redis-server");

        assertThatThrownBy(() -> apply("cache: { redis: 7 }\n"))
                .hasMessage("packages are missing: redis-server");
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void saysThatAPortIsTakenBeforeAnythingStarts() {
        gateway.takePort();

        assertThatThrownBy(() -> apply(service("api", 1, "a"))).hasMessage("port 443 is taken");
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void saysWhichSecretIsMissing() {
        assertThatThrownBy(() ->
                        apply(
                                "api: { service: run, env: { KEY: { secret: mail-key,"
                                        + " generate: false } } }\n"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what()).contains("the secret mail-key (for KEY)");
                            assertThat(e.mend()).contains("stead secret set FILE mail-key");
                        });
    }

    @Test
    void failsWithTheLastLinesWhenAPrepareCommandFails() {
        host.commandsExit(3);

        assertThatThrownBy(() ->
                        apply("api: { service: run, source: ./app, prepare: make it" + " }\n"))
                .hasMessageContaining("`make it` ended with exit status 3")
                .hasMessageContaining("it was run");
        assertThat(agent.calls()).isEmpty();
    }

    @Test
    void preparesAReleaseOnce() throws IOException {
        apply("api: { service: run, source: ./app, prepare: make it }\n");
        apply("api: { service: run, source: ./app, prepare: make it, replicas: 2 }\n");

        assertThat(host.commands()).containsExactly("/bin/sh -c make it");
    }

    /** Killed before any of the agent's calls, the same apply again ends as an undisturbed one. */
    @Test
    void anApplyThatWasCutOffAnywhereIsFinishedByTheNext() throws IOException {
        for (int calls = 0; calls < 5; calls++) {
            apply(service("api", 2, "a" + calls));
            agent.dieAfter(calls);
            String next = service("api", 2, "b" + calls) + service("more", 1, "x");
            int cut = calls;
            assertThatThrownBy(() -> apply(next)).as("cut off after " + cut).isNotNull();
            servers.getLast().close();
            agent.revive();
            servers.add(server());

            apply(next);

            assertThat(agent.instances())
                    .hasSize(3)
                    .filteredOn(i -> i.component().equals("api"))
                    .hasSize(2)
                    .allMatch(i -> i.spec().command().contains("b" + cut));
            apply(service("api", 2, "a" + calls));
        }
    }

    @Test
    void secondApplyAtTheSameTimeIsToldWhoHoldsTheLock() throws Exception {
        apply(service("api", 1, "a"));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        Path file = file(service("api", 1, "b"));
        // Not held up where it is told of progress: a client that reads slowly holds up nothing.
        agent.sickens(spec -> {
            inside.countDown();
            awaitQuietly(second);
            return false;
        });
        Thread first =
                Thread.ofVirtual()
                        .start(() ->
                                control()
                                        .apply(
                                                new Caller.Owner("anna"),
                                                request(file),
                                                events::add));
        try {
            assertThat(inside.await(1, TimeUnit.MINUTES)).isTrue();
            assertThatThrownBy(
                            () -> control().apply(new Caller.Owner("bert"), request(file), e -> {}))
                    .hasMessageContaining("another apply is under way, by anna");
        } finally {
            second.countDown();
            first.join();
        }
        assertThat(running()).containsExactly("api-2");
    }

    private List<Path> tree() throws IOException {
        try (var paths = Files.walk(folder.resolve("app"))) {
            return paths.sorted().toList();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
