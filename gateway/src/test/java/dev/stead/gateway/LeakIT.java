package dev.stead.gateway;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLContext;

/** Clients and instances that vanish leave no socket, no count and no buffer behind. */
final class LeakIT {
    private static final int TIMES = TestGateway.count(60, 1_500);

    private BufferLeaks leaks;
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        leaks = new BufferLeaks();
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
        leaks.close();
    }

    @Test
    void clientsThatVanishWhileTheyAreAnswered() throws Exception {
        try (BackEnd backEnd =
                BackEnd.start("api-1", StreamIT.endless(new AtomicLong(), new CountDownLatch(1)))) {
            gateway.serve(backEnd);
            SSLContext trust = gateway.trust();
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = gateway.connect(trust)) {
                    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    client.readHead();
                }
            }
            nothingIsLeft(backEnd);
        }
    }

    @Test
    void clientsThatVanishWhileTheySend() throws Exception {
        BackEnd.Handler sink =
                (head, in, out) -> {
                    Http.readBody(head, in);
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", sink)) {
            gateway.serve(backEnd);
            byte[] part = new byte[100_000];
            SSLContext trust = gateway.trust();
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = gateway.connect(trust)) {
                    client.send(
                            "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n");
                    client.out().write(part);
                }
            }
            nothingIsLeft(backEnd);
        }
    }

    @Test
    void instancesThatVanishInTheMiddle() throws Exception {
        BackEnd.Handler cut =
                (head, in, out) -> {
                    Http.send(
                            out,
                            "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + "x".repeat(5000));
                    throw new IOException("vanished");
                };
        try (BackEnd backEnd = BackEnd.start("api-1", cut)) {
            gateway.serve(backEnd);
            SSLContext trust = gateway.trust();
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = gateway.connect(trust)) {
                    client.send("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nx");
                    assertThat(client.in().readAllBytes().length).isPositive();
                }
            }
            nothingIsLeft(backEnd);
        }
    }

    @Test
    void clientsThatVanishWhileControlIsAsked() throws Exception {
        FakeSessions sessions = new FakeSessions().with("ann-secret", "ann");
        CountDownLatch gate = sessions.hold();
        gateway.close();
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(TestGateway.guarded("/", new Access.SignedIn(), backEnd));
            byte[] part = new byte[100_000];
            SSLContext trust = gateway.trust();
            for (int i = 0; i < TIMES; i++) {
                try (RawClient client = gateway.connect(trust)) {
                    client.send(
                            "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n"
                                    + AccessIT.ANN
                                    + "\r\n\r\n");
                    client.out().write(part);
                }
            }
            await().until(() -> !sessions.asked().isEmpty());
            gate.countDown();
            try (RawClient client = gateway.connect(trust)) {
                assertThat(client.get("/", AccessIT.ANN).body()).isEqualTo("ok");
            }
            nothingIsLeft(backEnd);
        }
    }

    private void nothingIsLeft(BackEnd backEnd) {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        gateway.gateway().inFlight("api") == 0 && backEnd.openConnections() == 0);
    }
}
