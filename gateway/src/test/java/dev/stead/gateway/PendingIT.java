package dev.stead.gateway;

import static dev.stead.gateway.AccessIT.ANN;
import static dev.stead.gateway.StreamIT.awaitStandstill;
import static dev.stead.gateway.TestGateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.model.Access;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that wait while control is asked. */
final class PendingIT {
    private final FakeSessions sessions = new FakeSessions().with("ann-secret", "ann");
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;

    @BeforeEach
    void start() throws IOException {
        backEnd =
                BackEnd.start(
                        "api-1",
                        (head, in, out) -> {
                            Http.reply(out, 200, "" + Http.readBody(head, in).length());
                            return true;
                        });
        gateway = gateway(SessionLimits.standard());
    }

    private TestGateway gateway(SessionLimits limits) {
        TestGateway made =
                new TestGateway(folder, GatewaySettings.standard().withSessions(limits), sessions);
        return made.serve(guarded("/", new Access.SignedIn(), backEnd));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backEnd.close();
    }

    @Test
    void asksOnceForManyWhoWait() throws Exception {
        CountDownLatch gate = sessions.hold();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RawClient client = gateway.connect(gateway.trust());
            client.send(request("POST", 3) + "abc");
            clients.add(client);
        }
        await().until(() -> !sessions.asked().isEmpty());
        gate.countDown();
        for (RawClient client : clients) {
            assertThat(client.read().body()).isEqualTo("3");
            client.close();
        }
        assertThat(sessions.asked()).hasSize(1);
    }

    @Test
    void readsNoUploadMeanwhileAndAllOfItAfterwards() throws Exception {
        int size = 60 << 20;
        CountDownLatch gate = sessions.hold();
        AtomicLong written = new AtomicLong();
        try (RawClient client = gateway.connect()) {
            client.send(request("PUT", size));
            Thread.ofVirtual().start(() -> pour(client, size, written));
            awaitStandstill(written);
            assertThat(written.get()).isLessThan(40L << 20);
            assertThat(backEnd.requests()).isEmpty();
            gate.countDown();
            assertThat(client.read().body()).isEqualTo("" + size);
        }
    }

    private static void pour(RawClient client, int size, AtomicLong written) {
        byte[] part = new byte[64 << 10];
        try {
            while (written.get() < size) {
                client.out().write(part);
                written.addAndGet(part.length);
            }
        } catch (IOException e) {
            // The test sees it by what is missing.
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        CountDownLatch gate = sessions.hold();
        try (RawClient client = gateway.connect()) {
            client.send(
                    request("POST", 3) + "abc" + request("POST", 4) + "abcd" + request("GET", 0));
            await().until(() -> !sessions.asked().isEmpty());
            gate.countDown();
            assertThat(client.read().body()).isEqualTo("3");
            assertThat(client.read().body()).isEqualTo("4");
            assertThat(client.read().body()).isEqualTo("0");
        }
    }

    @Test
    void decidesByTheRoutesOfTheMomentWhenItGoesOn() throws Exception {
        CountDownLatch gate = sessions.hold();
        try (RawClient client = gateway.connect()) {
            client.send(request("GET", 0));
            await().until(() -> !sessions.asked().isEmpty());
            gateway.serve(guarded("/", new Access.Groups(List.of("ops")), backEnd));
            gate.countDown();
            assertThat(client.read().status()).isEqualTo(403);
        }
        assertThat(backEnd.requests()).isEmpty();
    }

    @Test
    void saysSoWhenTooManyWait() throws Exception {
        gateway.close();
        gateway =
                gateway(
                        new SessionLimits(
                                1, 2, 10, 10, Duration.ofSeconds(5), Duration.ofSeconds(30)));
        CountDownLatch gate = sessions.hold();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RawClient client = gateway.connect();
            client.send(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-Http-stead=junk"
                            + i
                            + "\r\n\r\n");
            clients.add(client);
        }
        RawClient.Reply refused = clients.getLast().read();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotEmpty();
        assertThat(refused.header("Cache-Control")).isEqualTo("no-store");
        gate.countDown();
        assertThat(clients.getFirst().read().status()).isEqualTo(401);
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void saysSoWhenControlFails() throws Exception {
        sessions.setBroken(true);
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/", ANN).status()).isEqualTo(503);
            sessions.setBroken(false);
            assertThat(client.get("/", ANN).status()).isEqualTo(200);
        }
    }

    private static String request(String method, int length) {
        return method
                + " / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                + length
                + "\r\n"
                + ANN
                + "\r\n\r\n";
    }
}
