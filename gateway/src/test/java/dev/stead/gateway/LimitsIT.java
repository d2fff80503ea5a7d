package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.InnerDoor;
import dev.stead.api.RouteTable.Instances;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What the gateway does not wait for for ever. */
final class LimitsIT {
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder, TestGateway.impatient());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void closesOnSlowHeadsIdleClientsAndStalledBodies() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(backEnd);
            warmUp();
            try (RawClient slow = gateway.connect();
                    RawClient idle = gateway.connect();
                    RawClient stalled = gateway.connect()) {
                slow.send("GET / HTTP/1.1\r\nHost: loc");
                assertThat(idle.get("/").status()).isEqualTo(200);
                stalled.send("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf");
                assertThat(slow.closed()).isTrue();
                assertThat(idle.closed()).isTrue();
                assertThat(stalled.closed()).isTrue();
            }
        }
    }

    /** Then the first bytes are looked at before TLS begins, which has a limit of its own. */
    @Test
    void closesOnThoseWhoSayNothingWhileAChallengeIsAwaited() throws Exception {
        gateway.gateway().serve(gateway.table());
        Credentials proof = new TestAuthority(folder).issue(Instant.now(), "localhost");
        Staple none = new Staple(InstantSource.system());
        gateway.gateway()
                .challenges()
                .answer("localhost", TlsContext.speaking(Challenges.PROTOCOL, proof, none));
        try (RawClient silent = gateway.connectWithoutTls();
                RawClient slow = gateway.connectWithoutTls()) {
            slow.out().write(new byte[] {22, 3, 1, 1, 0, 1, 0});
            slow.out().flush();
            assertThat(silent.in().read()).isEqualTo(-1);
            assertThat(slow.in().read()).isEqualTo(-1);
        }
    }

    /** A JVM's first handshake may take longer than these limits. */
    private void warmUp() {
        await().ignoreExceptions()
                .until(() -> {
                    try (RawClient first = gateway.connect()) {
                        return first.get("/").status() == 200;
                    }
                });
    }

    @Test
    void answersForAnInstanceThatDoesNot() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        BackEnd.Handler silent =
                (head, in, out) -> {
                    StreamIT.awaitLatch(over);
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", silent)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(504);
                assertThat(gateway.gateway().inFlight("api")).isZero();
            }
            over.countDown();
        }
    }

    @Test
    void closesConnectionsThatNoRequestNeeds() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.get("/");
            }
            await().until(() -> backEnd.openConnections() == 0);
        }
    }

    @Test
    void keepsInnerDoorsOpenHoweverManyVisitorsThereAre() throws Exception {
        int inner;
        try (ServerSocket free = new ServerSocket(0)) {
            inner = free.getLocalPort();
        }
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok");
                TestGateway small = new TestGateway(folder, withConnections(4))) {
            RouteTable table = small.table(TestGateway.proxied("/", backEnd));
            Instances target = new Instances("api", List.of(backEnd.endpoint()));
            small.gateway()
                    .serve(
                            new RouteTable(
                                    table.listeners(),
                                    table.certificate(),
                                    table.entries(),
                                    List.of(new InnerDoor(inner, target)),
                                    table.own(),
                                    table.traffic()));
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                RawClient component =
                        new RawClient(new Socket(InetAddress.getLoopbackAddress(), inner));
                clients.add(component);
                assertThat(component.get("/").body()).isEqualTo("ok");
            }
            for (int i = 0; i < 4; i++) {
                RawClient visitor = small.connectPlain();
                clients.add(visitor);
                assertThat(visitor.get("/").status()).isEqualTo(308);
            }
            try (RawClient tooMany = small.connectPlain()) {
                assertThat(tooMany.read().status()).isEqualTo(503);
            }
            try (RawClient component =
                    new RawClient(new Socket(InetAddress.getLoopbackAddress(), inner))) {
                assertThat(component.get("/").body()).isEqualTo("ok");
            }
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** With time for many connections that do nothing. */
    private static GatewaySettings withConnections(int most) {
        GatewaySettings usual = GatewaySettings.standard();
        return new GatewaySettings(
                2,
                most,
                usual.headTimeout(),
                usual.idleTimeout(),
                usual.stallTimeout(),
                usual.connectTimeout(),
                usual.answerTimeout(),
                usual.pooledTimeout(),
                usual.maxUnused(),
                usual.sessions());
    }

    @Test
    void refusesConnectionsBeyondTheLimitAndServesOn() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(backEnd);
            List<RawClient> clients = new ArrayList<>();
            int refused = 0;
            for (int i = 0; i < 24; i++) {
                try {
                    RawClient client = gateway.connectPlain();
                    clients.add(client);
                    refused += client.get("/").status() == 308 ? 0 : 1;
                } catch (IOException e) {
                    refused++;
                }
            }
            assertThat(refused).isPositive();
            for (RawClient client : clients) {
                client.close();
            }
            await().ignoreExceptions()
                    .until(() -> {
                        try (RawClient client = gateway.connect()) {
                            return client.get("/").status() == 200;
                        }
                    });
        }
    }
}
