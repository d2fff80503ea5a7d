package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.proxied;
import static dev.stead.gateway.TestGateway.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that wait because the instances have as much as they may. */
final class QueueIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Semaphore go = new Semaphore(0);
    @TempDir Path folder;
    private TestGateway gateway;

    @BeforeEach
    void start() {
        gateway = new TestGateway(folder, GatewaySettings.standard().withThreads(2));
    }

    @AfterEach
    void stop() {
        go.release(1_000);
        gateway.close();
    }

    @Test
    void letsThemInInOrderAndNoMoreThanMayBeUnderWay() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed)) {
            gateway.serve(with(queue(1, 20, LONG), proxied("/", backEnd)));
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                RawClient client = gateway.connect();
                clients.add(client);
                client.send("GET /" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
                int queued = i;
                await().until(() -> figures().queued() == queued && figures().inFlight() == 1);
            }
            go.release(12);
            for (int i = 0; i < 12; i++) {
                assertThat(clients.get(i).read().body()).isEqualTo("/" + i);
                clients.get(i).close();
            }
            assertThat(backEnd.requests().stream().map(Http.Head::target))
                    .containsExactly(
                            "/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9", "/10",
                            "/11");
            assertThat(figures().queued()).isZero();
        }
    }

    @Test
    void saysWhenToComeAgainWhenTheQueueIsFull() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed);
                RawClient first = serve(queue(1, 1, LONG), backEnd).connect();
                RawClient second = gateway.connect();
                RawClient third = gateway.connect()) {
            ask(first);
            await().until(() -> figures().inFlight() == 1);
            ask(second);
            await().until(() -> figures().queued() == 1);
            RawClient.Reply refused = third.get("/");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("60");
            go.release(2);
            assertThat(first.read().status()).isEqualTo(200);
            assertThat(second.read().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesAtOnceWithoutAQueue() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed);
                RawClient first = serve(queue(1, 0, LONG), backEnd).connect();
                RawClient second = gateway.connect()) {
            ask(first);
            await().until(() -> figures().inFlight() == 1);
            assertThat(second.get("/").status()).isEqualTo(503);
        }
    }

    /** Who waits behind a cache is told when to come again too. */
    @Test
    void saysWhenToComeAgainWhereAnswersAreKept() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed)) {
            gateway.serve(
                    with(
                            queue(1, 0, LONG),
                            TestGateway.kept(
                                    "/",
                                    new Access.Public(),
                                    new CacheRules(1 << 20, 0),
                                    backEnd)));
            try (RawClient first = gateway.connect();
                    RawClient second = gateway.connect()) {
                ask(first);
                await().until(() -> figures().inFlight() == 1);
                RawClient.Reply refused = second.get("/another");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("60");
            }
        }
    }

    /** There is nothing to wait for where everybody has refused already. */
    @Test
    void doesNotWaitOnceEverybodyHasRefused() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (Socket only = acceptOneAndNoMore(clients)) {
            for (int i = 1; i < 4; i++) {
                clients.add(gateway.connect());
                ask(clients.getLast());
                int queued = i;
                await().until(() -> figures().queued() == queued);
            }
            assertThat(only.isConnected()).isTrue();
        }
        for (RawClient client : clients) {
            assertThat(client.read().status()).isEqualTo(502);
            client.close();
        }
    }

    /** The connection for the first request, whose instance listens no more. */
    private Socket acceptOneAndNoMore(List<RawClient> clients) throws java.io.IOException {
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            var endpoint = new RouteTable.Endpoint("api-1", "127.0.0.1", server.getLocalPort());
            gateway.serve(with(queue(1, 9, LONG), proxied("/", false, List.of(endpoint))));
            clients.add(gateway.connect());
            ask(clients.getLast());
            return server.accept();
        }
    }

    /** What was asked as HTTP is not sent to what speaks another protocol. */
    @Test
    void goesToNobodyWhenTheRouteChangesToAnotherProtocol() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed);
                BackEnd other = BackEnd.saying("api-2", "none of this");
                RawClient first = serve(queue(1, 9, Duration.ofMillis(500)), backEnd).connect();
                RawClient second = gateway.connect()) {
            ask(first);
            await().until(() -> figures().inFlight() == 1);
            ask(second);
            await().until(() -> figures().queued() == 1);
            gateway.serve(
                    new RouteTable.Entry(
                            new Route("localhost", "/", false, new Access.Public()),
                            new RouteTable.Instances(
                                    "api",
                                    List.of(other.endpoint()),
                                    queue(1, 9, LONG),
                                    Optional.empty(),
                                    new RouteTable.FastCgi(
                                            folder, Optional.empty(), Optional.empty()))));
            assertThat(second.read().status()).isEqualTo(503);
            assertThat(other.accepted()).isZero();
        }
    }

    @Test
    void doesNotLetThemWaitForEver() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed);
                RawClient first = serve(queue(1, 9, Duration.ofMillis(300)), backEnd).connect();
                RawClient second = gateway.connect()) {
            ask(first);
            await().until(() -> figures().inFlight() == 1);
            RawClient.Reply refused = second.get("/");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(figures().queued()).isZero();
        }
    }

    @Test
    void aClientThatGoesAwayLeavesTheQueue() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed);
                RawClient first = serve(queue(1, 9, LONG), backEnd).connect();
                RawClient third = gateway.connect()) {
            ask(first);
            await().until(() -> figures().inFlight() == 1);
            try (RawClient second = gateway.connect()) {
                ask(second);
                await().until(() -> figures().queued() == 1);
            }
            await().until(() -> figures().queued() == 0);
            ask(third);
            go.release(2);
            assertThat(third.read().status()).isEqualTo(200);
            assertThat(backEnd.requests()).hasSize(2);
        }
    }

    @Test
    void doesNotReadTheBodyOfOneThatWaits() throws Exception {
        try (BackEnd backEnd = BackEnd.start("api-1", this::whenAllowed);
                RawClient first = serve(queue(1, 9, LONG), backEnd).connect();
                RawClient second = gateway.connect()) {
            ask(first);
            await().until(() -> figures().inFlight() == 1);
            int length = 64 << 20;
            second.send(
                    "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n");
            AtomicInteger sent = new AtomicInteger();
            Thread sender = Thread.ofVirtual().start(() -> pour(second, length, sent));
            await().until(() -> figures().queued() == 1);
            awaitStandstill(sent);
            assertThat(sent.get()).isLessThan(40 << 20);
            go.release(2);
            assertThat(second.read().status()).isEqualTo(200);
            sender.join();
            assertThat(sent.get()).isEqualTo(length);
        }
    }

    /** Those that wait are at no instance, so that the old one drains, and go to the new one. */
    @Test
    void movesThoseThatWaitToTheInstancesOfANewTable() throws Exception {
        try (BackEnd old = BackEnd.start("api-1", this::whenAllowed);
                BackEnd fresh = BackEnd.saying("api-2", "new");
                RawClient first = serve(queue(1, 9, LONG), old).connect();
                RawClient second = gateway.connect();
                RawClient third = gateway.connect()) {
            ask(first);
            await().until(() -> figures().inFlight() == 1);
            ask(second);
            ask(third);
            await().until(() -> figures().queued() == 2);
            serve(queue(1, 9, LONG), fresh);
            assertThat(second.read().body()).isEqualTo("new");
            assertThat(third.read().body()).isEqualTo("new");
            assertThat(gateway.gateway().awaitDrained("api-1", Duration.ofMillis(20))).isFalse();
            go.release();
            assertThat(first.read().body()).isEqualTo("/");
            assertThat(gateway.gateway().awaitDrained("api-1", Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void servesManyMoreClientsThanMayBeUnderWay() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger peak = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        BackEnd.Handler counting =
                (head, in, out) -> {
                    peak.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    // On a busy machine each might be over before the next begins.
                    two.countDown();
                    StreamIT.awaitLatch(two);
                    Http.readBody(head, in);
                    inside.decrementAndGet();
                    Http.reply(out, 200, "ok");
                    return true;
                };
        int each = TestGateway.count(50, 1_000);
        try (BackEnd one = BackEnd.start("api-1", counting);
                BackEnd other = BackEnd.start("api-2", counting)) {
            gateway.serve(with(queue(2, 100, LONG), proxied("/", one, other)));
            AtomicInteger fine = new AtomicInteger();
            List<Thread> clients = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                clients.add(Thread.ofVirtual().start(() -> askOften(each, fine)));
            }
            for (Thread client : clients) {
                client.join();
            }
            assertThat(fine).hasValue(24 * each);
            assertThat(peak.get()).isBetween(2, 4);
            assertThat(figures().inFlight()).isZero();
        }
    }

    private void askOften(int times, AtomicInteger fine) {
        try (RawClient client = gateway.connect()) {
            for (int i = 0; i < times; i++) {
                fine.addAndGet(client.get("/").status() == 200 ? 1 : 0);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean whenAllowed(Http.Head head, java.io.InputStream in, java.io.OutputStream out)
            throws java.io.IOException {
        in.skipNBytes(head.header("Content-Length").map(Integer::parseInt).orElse(0));
        go.acquireUninterruptibly();
        Http.reply(out, 200, head.target());
        return true;
    }

    private static void awaitStandstill(AtomicInteger sent) {
        AtomicInteger last = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(250))
                .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
    }

    private static void pour(RawClient client, int length, AtomicInteger sent) {
        byte[] part = new byte[64 << 10];
        try {
            for (int i = 0; i < length; i += part.length) {
                client.out().write(part);
                sent.addAndGet(part.length);
            }
        } catch (java.io.IOException e) {
            // What was sent tells enough.
        }
    }

    private TestGateway serve(ProxyRules rules, BackEnd backEnd) {
        return gateway.serve(with(rules, proxied("/", backEnd)));
    }

    private static void ask(RawClient client) throws java.io.IOException {
        client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private static ProxyRules queue(int concurrency, int length, Duration atMost) {
        return Rules.usual().concurrency(concurrency, length, atMost).rules();
    }

    private ComponentFigures figures() {
        return gateway.gateway().figures().getFirst();
    }
}
