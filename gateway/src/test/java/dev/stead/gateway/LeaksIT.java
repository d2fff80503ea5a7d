package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.count;
import static dev.stead.gateway.TestGateway.proxied;
import static dev.stead.gateway.TestGateway.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable.Endpoint;
import dev.stead.model.ProxyRules;

import io.netty.util.internal.PlatformDependent;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * After many upgrades that come to nothing, and many clients that vanish in the middle of a body,
 * there is as much of everything as after a few of them.
 */
final class LeaksIT {
    private static final long MIB = 1 << 20;
    private static final int ATTEMPTS = count(500, 10_000);
    private static final int WARM_UP = count(40, 500);
    private static final int THREADS = 16;
    private static final String UPGRADE =
            "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                    + "Upgrade: websocket\r\n\r\n";

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

    /** What a process has of things that may leak. */
    private record Holdings(int descriptors, long heap, long direct) {
        static Holdings now() {
            for (int i = 0; i < 4; i++) {
                System.gc();
            }
            Runtime runtime = Runtime.getRuntime();
            String[] open = Objects.requireNonNull(new File("/proc/self/fd").list());
            return new Holdings(
                    open.length,
                    runtime.totalMemory() - runtime.freeMemory(),
                    PlatformDependent.usedDirectMemory());
        }
    }

    /** Does something once. */
    private interface Attempt {
        void run(SSLContext trust) throws IOException;
    }

    @Test
    void upgradesOfAComponentThatRefusesConnections() throws Exception {
        gateway.serve(proxied("/", false, List.of(ProxyIT.dead("api-1"))));
        leavesNothing(ATTEMPTS / 3, trust -> upgrade(trust, 502));
    }

    @Test
    void upgradesOfAComponentThatHangsUpAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> hangUpOnAll(server));
            gateway.serve(proxied("/", false, List.of(endpoint(server))));
            leavesNothing(ATTEMPTS / 3, trust -> upgrade(trust, 502));
        }
    }

    @Test
    void upgradesOfAComponentThatNeverAnswers() throws Exception {
        ProxyRules rules = Rules.usual().answer(Duration.ofMillis(20)).rules();
        BackEnd.Handler silent =
                (head, in, out) -> {
                    in.read();
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", silent)) {
            gateway.serve(with(rules, proxied("/", backEnd)));
            leavesNothing(ATTEMPTS / 3, trust -> upgrade(trust, 504));
            await().until(() -> backEnd.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void clientsThatVanishInMidBody(boolean upload, boolean reset) throws Exception {
        BackEnd.Handler either =
                (head, in, out) -> {
                    if (head.method().equals("PUT")) {
                        in.skipNBytes(900_000);
                        return false;
                    }
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n");
                    out.write(new byte[200_000]);
                    return in.read() >= 0;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", either)) {
            gateway.serve(backEnd);
            leavesNothing(ATTEMPTS / 4, trust -> vanish(trust, upload, reset));
            await().atMost(Duration.ofSeconds(20)).until(() -> backEnd.openConnections() == 0);
        }
    }

    private void leavesNothing(int times, Attempt attempt) throws Exception {
        SSLContext trust = gateway.trust();
        repeat(Math.min(times, WARM_UP), trust, attempt);
        awaitQuiet();
        Holdings before = Holdings.now();
        repeat(times, trust, attempt);
        awaitQuiet();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Holdings.now().descriptors() <= before.descriptors() + 4);
        Holdings after = Holdings.now();
        assertThat(after.heap()).isLessThan(before.heap() + 12 * MIB);
        assertThat(after.direct()).isLessThan(before.direct() + 12 * MIB);
    }

    private static void repeat(int times, SSLContext trust, Attempt attempt)
            throws InterruptedException {
        AtomicInteger left = new AtomicInteger(times);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (left.getAndDecrement() > 0 && failures.isEmpty()) {
                                        attempt.run(trust);
                                    }
                                } catch (IOException | AssertionError e) {
                                    failures.add(e);
                                }
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
    }

    /** No request is under way, and no socket of the gateway's port is anything but closed. */
    private void awaitQuiet() {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(gateway.gateway().inFlight("api")).isZero();
                    assertThat(openSockets()).isEmpty();
                });
    }

    /**
     * Sockets of our port in {@code /proc/net/tcp} (proc(5)) that are neither listening (0A) nor
     * waiting for stray segments, which the kernel does by itself (06).
     */
    private List<String> openSockets() throws IOException {
        String port = ":%04X".formatted(gateway.gateway().ports().https());
        return Files.readAllLines(Path.of("/proc/net/tcp")).stream()
                .skip(1)
                .map(String::strip)
                .filter(line -> {
                    String[] columns = line.split("\\s+", 5);
                    return (columns[1].endsWith(port) || columns[2].endsWith(port))
                            && !columns[3].equals("0A")
                            && !columns[3].equals("06");
                })
                .toList();
    }

    private void upgrade(SSLContext trust, int status) throws IOException {
        try (RawClient client = gateway.connect(trust)) {
            assertThat(client.ask(UPGRADE).status()).isEqualTo(status);
        }
    }

    private void vanish(SSLContext trust, boolean upload, boolean reset) throws IOException {
        int port = gateway.gateway().ports().https();
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        try (SSLSocket socket =
                (SSLSocket) trust.getSocketFactory().createSocket(plain, "localhost", port, true)) {
            RawClient client = new RawClient(socket);
            if (upload) {
                client.send("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n");
                client.out().write(new byte[50_000]);
            } else {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                Http.Head head = client.readHead();
                String why = head.status() == 200 ? "" : Http.readBody(head, client.in());
                assertThat(head.status()).as(why).isEqualTo(200);
                client.in().skipNBytes(50_000);
            }
            // Below TLS, so that not even that says good-bye.
            if (reset) {
                plain.setSoLinger(true, 0);
            }
            plain.close();
        } catch (IOException e) {
            if (!plain.isClosed()) {
                throw e;
            }
        }
    }

    private static Endpoint endpoint(ServerSocket server) {
        return new Endpoint("api-1", "127.0.0.1", server.getLocalPort());
    }

    private static void hangUpOnAll(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }
}
