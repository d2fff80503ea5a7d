package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.proxied;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tables, listeners and instances that change while requests are under way. */
final class SwapIT {
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void failsNoRequestWhileInstancesAreReplaced() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        BackEnd old = BackEnd.saying("api-0", "ok");
        gateway.serve(old);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            boolean posting = i % 2 == 0;
            clients.add(Thread.ofVirtual().start(() -> ask(posting, over, answered, failures)));
        }
        for (int i = 1; i <= TestGateway.count(20, 100); i++) {
            int enough = answered.get() + 50;
            await().pollInterval(Duration.ofMillis(2)).until(() -> answered.get() >= enough);
            BackEnd fresh = BackEnd.saying("api-" + i, "ok");
            gateway.serve(fresh);
            assertThat(gateway.gateway().awaitDrained("api-" + (i - 1), Duration.ofSeconds(10)))
                    .isTrue();
            old.close();
            old = fresh;
        }
        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        old.close();
        assertThat(failures).isEmpty();
    }

    /** Other components reach a component by its inner door, whatever host they name. */
    @Test
    void anInnerDoorLeadsToWhicheverInstancesTheTableNames() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (BackEnd first = BackEnd.saying("api-1", "first");
                BackEnd second = BackEnd.saying("api-2", "second")) {
            serveBehindInnerDoor(port, first);
            assertThat(askInside(port)).contains(" 200 ").endsWith("first");
            serveBehindInnerDoor(port, second);
            assertThat(askInside(port)).contains(" 200 ").endsWith("second");
            gateway.serve(second);
            assertThatThrownBy(() -> askInside(port)).isInstanceOf(ConnectException.class);
        }
    }

    private void serveBehindInnerDoor(int port, BackEnd backEnd) {
        RouteTable outside = gateway.table();
        var target = new RouteTable.Instances("api", List.of(backEnd.endpoint()));
        gateway.gateway()
                .serve(
                        new RouteTable(
                                outside.listeners(),
                                outside.certificate(),
                                outside.entries(),
                                List.of(new RouteTable.InnerDoor(port, target))));
    }

    private static String askInside(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(
                            "GET /x HTTP/1.1\r\nHost: 127.0.0.1:1\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private void ask(
            boolean posting, AtomicBoolean over, AtomicInteger answered, Queue<String> failures) {
        String request =
                posting
                        ? "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi"
                        : "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
        try (RawClient client = gateway.connect()) {
            while (!over.get()) {
                RawClient.Reply reply = client.ask(request);
                if (reply.status() != 200) {
                    failures.add(reply.toString());
                }
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            failures.add(e.toString());
        }
    }

    @Test
    void waitsForWhatIsUnderWayAtARetiredInstance() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        BackEnd.Handler slow =
                (head, in, out) -> {
                    asked.countDown();
                    StreamIT.awaitLatch(go);
                    Http.reply(out, 200, "late");
                    return true;
                };
        try (BackEnd old = BackEnd.start("api-1", slow);
                BackEnd fresh = BackEnd.saying("api-2", "new")) {
            gateway.serve(old);
            try (RawClient waiting = gateway.connect();
                    RawClient other = gateway.connect()) {
                waiting.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                StreamIT.awaitLatch(asked);
                gateway.serve(fresh);
                assertThat(other.get("/").body()).isEqualTo("new");
                assertThat(gateway.gateway().awaitDrained("api-1", Duration.ofMillis(50)))
                        .isFalse();
                assertThat(gateway.gateway().awaitDrained("api-2", Duration.ZERO)).isTrue();
                go.countDown();
                assertThat(waiting.read().body()).isEqualTo("late");
                assertThat(gateway.gateway().awaitDrained("api-1", Duration.ofSeconds(10)))
                        .isTrue();
            }
            // Neither the connection that was used nor one in the pool stays open.
            await().until(() -> old.openConnections() == 0);
        }
    }

    @Test
    void servesAnInstanceAgainThatWasRetired() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one");
                BackEnd two = BackEnd.saying("api-2", "two")) {
            gateway.serve(one).serve(two).serve(one);
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").body()).isEqualTo("one");
            }
        }
    }

    @Test
    void keepsPortsAndConnectionsOverTables() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one");
                BackEnd two = BackEnd.saying("api-2", "two")) {
            gateway.serve(one);
            NettyGateway.Ports before = gateway.gateway().ports();
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").body()).isEqualTo("one");
                gateway.serve(two);
                assertThat(client.get("/").body()).isEqualTo("two");
            }
            assertThat(gateway.gateway().ports()).isEqualTo(before);
        }
    }

    @Test
    void movesToOtherPorts() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one")) {
            gateway.serve(one);
            int before = gateway.gateway().ports().https();
            try (RawClient early = gateway.connect()) {
                assertThat(early.get("/").status()).isEqualTo(200);
                gateway.gateway().serve(at(freePort(), proxied("/", one)));
                assertThat(gateway.gateway().ports().https()).isNotEqualTo(before);
                RawClient.Reply last = early.get("/");
                assertThat(last.header("Connection")).isEqualTo("close");
            }
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
            // The old port is free again.
            new ServerSocket(before, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    @Test
    void saysWhoHoldsAPortAndServesOn() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one");
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            gateway.serve(one);
            RouteTable wrong = at(taken.getLocalPort());
            assertThatThrownBy(() -> gateway.gateway().serve(wrong))
                    .isInstanceOfSatisfying(
                            SteadException.class,
                            failure -> {
                                assertThat(failure.code()).isEqualTo(Code.HOST);
                                assertThat(failure.what())
                                        .contains("" + taken.getLocalPort(), "127.0.0.1", "java")
                                        .contains("(pid " + ProcessHandle.current().pid() + ")");
                                assertThat(failure.mend()).contains("listen:");
                            });
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").body()).isEqualTo("one");
            }
            assertThat(gateway.gateway().awaitDrained("api-1", Duration.ZERO)).isTrue();
        }
    }

    /** From every address to one, and back, with the same ports. */
    @Test
    void movesBetweenOneAddressAndAll() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one")) {
            int port = freePort();
            for (String address : List.of("127.0.0.1", "0.0.0.0", "127.0.0.1")) {
                gateway.gateway().serve(at(address, port, 0, proxied("/", one)));
                assertThat(gateway.gateway().ports().https()).isEqualTo(port);
                try (RawClient client = gateway.connect()) {
                    assertThat(client.get("/").status()).as(address).isEqualTo(200);
                }
            }
        }
    }

    @Test
    void listensAgainWhereItDidWhenTheChangeOfAddressesFails() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one");
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = freePort();
            gateway.gateway().serve(at("127.0.0.1", port, 0, proxied("/", one)));
            RouteTable wrong = at("0.0.0.0", port, taken.getLocalPort());
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> gateway.gateway().serve(wrong))
                        .isInstanceOf(SteadException.class);
                try (RawClient client = gateway.connect()) {
                    assertThat(client.get("/").body()).isEqualTo("one");
                }
            }
            gateway.gateway().serve(at("127.0.0.1", port, 0, proxied("/", one)));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(200);
            }
        }
    }

    /** Whatever goes wrong, nothing of the new table stays. */
    @Test
    void leavesNothingBehindWhenBindingFailsUnexpectedly() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one");
                BackEnd two = BackEnd.saying("api-2", "two")) {
            gateway.serve(one);
            int port = freePort();
            RouteTable wrong = at("127.0.0.1", port, 70_000, proxied("/", two));
            assertThatThrownBy(() -> gateway.gateway().serve(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
            assertThat(instances()).containsExactly("api-1");
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").body()).isEqualTo("one");
            }
        }
    }

    @Test
    void forgetsInstancesOfATableWhoseCertificateIsMissing() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one");
                BackEnd two = BackEnd.saying("api-2", "two")) {
            gateway.serve(one);
            RouteTable table = gateway.table(proxied("/", two));
            RouteTable wrong =
                    new RouteTable(
                            table.listeners(),
                            new RouteTable.PemFiles(
                                    folder.resolve("none.pem"), folder.resolve("none.key")),
                            table.entries());
            assertThatThrownBy(() -> gateway.gateway().serve(wrong))
                    .isInstanceOf(SteadException.class);
            assertThat(instances()).containsExactly("api-1");
        }
    }

    private List<String> instances() {
        return gateway.gateway().figures().stream()
                .flatMap(component -> component.instances().stream())
                .map(ComponentFigures.Instance::instance)
                .toList();
    }

    @Test
    void keepsTheOldTableWhenASiteIsMissing() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one")) {
            gateway.serve(one);
            Path missing = folder.resolve("no-such-release");
            assertThatThrownBy(
                            () -> gateway.serve(TestGateway.site("/", missing, Optional.empty())))
                    .isInstanceOf(SteadException.class)
                    .hasMessageContaining("no-such-release");
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").body()).isEqualTo("one");
            }
        }
    }

    @Test
    void sendsPlainHttpToTls() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one")) {
            gateway.serve(one);
            try (RawClient client = gateway.connectPlain()) {
                RawClient.Reply reply = client.get("/a/b?c=d");
                assertThat(reply.status()).isEqualTo(308);
                assertThat(reply.header("Location")).isEqualTo(gateway.uri("/a/b?c=d").toString());
            }
        }
    }

    private RouteTable at(int https, RouteTable.Entry... entries) {
        return at("127.0.0.1", https, 0, entries);
    }

    private RouteTable at(String address, int https, int http, RouteTable.Entry... entries) {
        RouteTable table = gateway.table(entries);
        return new RouteTable(
                new Listeners(List.of(address), https, http), table.certificate(), table.entries());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
