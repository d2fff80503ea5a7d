package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** A session ends everywhere within a second, and never by a crash. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SessionEndsIT {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String OTHER_PASSWORD = "nine red kites over the dunes";

    private final TestSystem system = TestSystem.of("ends");
    private final People people = new People(system);
    private final AtomicInteger names = new AtomicInteger();

    @BeforeAll
    void up() throws IOException {
        Echo.write(system);
        system.up();
    }

    @AfterAll
    void down() throws IOException {
        system.close();
    }

    /** Somebody of a test's own. */
    private String somebody() {
        String name = "p" + names.incrementAndGet();
        people.add(name, "user");
        return name;
    }

    /** A browser with a session at Stead's own pages and at the domain. */
    private Client signedIn(String name) throws IOException {
        Client client = Client.of(system, name);
        assertThat(Echo.user(client.open("/app/x"))).isEqualTo(name);
        return client;
    }

    /** Runs what ends the sessions, then demands that nothing is left of one a second later. */
    private void endsWithinASecond(Client client, Action end) throws Exception {
        String url = system.url();
        try (Line events = client.opened(Streams.events(url + "/app/stream"), 200);
                Line socket =
                        client.opened(
                                Streams.socket(url + "/app/socket").with("Origin: " + url), 101)) {
            end.run();
            long deadline = System.nanoTime() + SECOND.toNanos();

            assertThat(client.get("/app/x").status()).isEqualTo(401);
            assertThat(events.endsWithin(left(deadline))).as("event stream ends").isTrue();
            assertThat(socket.endsWithin(left(deadline))).as("WebSocket ends").isTrue();
            assertThat(client.signedIn()).isFalse();
        }
    }

    private static Duration left(long deadline) {
        return Duration.ofNanos(Math.max(deadline - System.nanoTime(), 1_000_000));
    }

    /** What ends sessions. */
    private interface Action {
        void run() throws Exception;
    }

    @Test
    void whenTheAccountIsDisabled() throws Exception {
        String name = somebody();
        Client client = signedIn(name);

        endsWithinASecond(client, () -> people.disable(name));

        Answer refused =
                client.stranger().submit(client.open(system.own() + "/"), name, People.PASSWORD);
        assertThat(refused.url()).contains("/sign-in");
        people.enable(name);
        assertThat(client.signedIn()).as("enabling brings no session back").isFalse();
        assertThat(signedIn(name).signedIn()).isTrue();
    }

    /** With the second in which the server looks again. */
    @Test
    void logsAreFollowedOnlyByThoseWhoMay() throws Exception {
        String name = "looks-on";
        people.add(name, "viewer");
        Client client = Client.of(system, name);
        String token = people.token(name, "follow", "read", "1d");
        Request logs =
                Request.get(system.own() + "/api/v1/logs?follow=true").with("Connection: close");
        try (Line page = client.opened(logs, 200);
                Line program =
                        client.stranger()
                                .opened(logs.with("Authorization: Bearer " + token), 200)) {
            people.disable(name);

            assertThat(page.endsWithin(Duration.ofSeconds(2))).as("by session").isTrue();
            assertThat(program.endsWithin(Duration.ofSeconds(2))).as("by token").isTrue();
        }
    }

    @Test
    void whenSomebodySignsOutInAnotherTab() throws Exception {
        Client client = signedIn(somebody());

        endsWithinASecond(client, () -> assertThat(client.signOut().status()).isLessThan(400));
    }

    @Test
    void whenTheOwnerGivesAnotherPassword() throws Exception {
        String name = somebody();

        endsWithinASecond(signedIn(name), () -> people.password(name, OTHER_PASSWORD));

        new Client(system).signIn(name, OTHER_PASSWORD);
    }

    @Test
    void whenThePersonChangesThePasswordElsewhere() throws Exception {
        String name = somebody();
        Client there = signedIn(name);

        endsWithinASecond(
                signedIn(name),
                () ->
                        assertThat(
                                        there.send(
                                                        Request.json(
                                                                "PUT",
                                                                system.own()
                                                                        + "/api/v1/me/password",
                                                                "{\"current\": \""
                                                                        + People.PASSWORD
                                                                        + "\", \"wanted\": \""
                                                                        + OTHER_PASSWORD
                                                                        + "\"}"))
                                                .status())
                                .isLessThan(300));

        assertThat(there.signedIn()).as("the session that changed it goes on").isTrue();
    }

    @Test
    void aSessionOutlivesAServerThatIsKilled() throws Exception {
        Client client = signedIn(somebody());
        Client gone = signedIn(somebody());
        assertThat(gone.signOut().status()).isLessThan(400);

        killAndStart();

        assertThat(client.get("/app/x").status()).isEqualTo(200);
        assertThat(client.signedIn()).isTrue();
        assertThat(gone.get("/app/x").status()).isEqualTo(401);
        assertThat(gone.signedIn()).isFalse();
    }

    /** Each round kills the server as soon as the change is answered. */
    @Test
    void whatHasEndedStaysEndedWhenTheServerIsKilledRightAfter() throws Exception {
        for (int round = 0; round < Counts.of(2, 8); round++) {
            String name = somebody();
            Client client = signedIn(name);
            if (round % 2 == 0) {
                people.disable(name);
            } else {
                people.password(name, OTHER_PASSWORD);
            }

            killAndStart();

            assertThat(client.get("/app/x").status()).as("round " + round).isEqualTo(401);
            assertThat(client.signedIn()).as("round " + round).isFalse();
            people.add(name + "-after", "user");
        }
    }

    private void killAndStart() {
        long server = system.serverPid();
        Processes.kill9(server);
        await().until(() -> !Processes.alive(server));
        system.up();
    }
}
