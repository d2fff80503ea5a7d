package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.count;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.model.Access;
import dev.stead.model.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;

/**
 * Requests, WebSockets and an upload while tables are swapped: routes of other components come and
 * go, certificates change, instances are replaced. Two components: {@code api}, whose instance is
 * replaced with each table, and {@code live}, which is left alone.
 */
final class StormIT {
    private static final int REQUESTS = count(3_000, 50_000);
    private static final int CLIENTS = 8;
    private static final int WEB_SOCKETS = count(30, 200);
    private static final int SWAPS = count(5, 20);
    private static final String SWITCH =
            "HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-From: %s\r\n\r\n";

    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger echoes = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> replaced = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

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
    void disturbsNobodyButThoseOfReplacedInstances() throws Exception {
        BackEnd api = instance("api-0");
        try (BackEnd live = instance("live-0")) {
            serve(0, api, live);
            begin(gateway.trust());
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> inFlight("live") == 1 + WEB_SOCKETS / 2 || !failures.isEmpty());
            assertThat(failures).isEmpty();
            for (int i = 1; i <= SWAPS; i++) {
                awaitRequests(i);
                awaitWebSockets(api);
                BackEnd next = instance("api-" + i);
                serve(i, next, live);
                drain(api);
                api.close();
                api = next;
            }
            finish();
            assertThat(failures).isEmpty();
            assertThat(answered.get()).isGreaterThanOrEqualTo(REQUESTS);
            assertThat(ended.get()).isGreaterThanOrEqualTo(SWAPS);
            assertThat(echoes.get()).isGreaterThan(WEB_SOCKETS);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> inFlight("api") == 0 && inFlight("live") == 0);
        } finally {
            api.close();
        }
    }

    private void begin(SSLContext trust) {
        for (int i = 0; i < CLIENTS; i++) {
            boolean posting = i % 2 == 0;
            start(() -> ask(trust, posting));
        }
        for (int i = 0; i < WEB_SOCKETS; i++) {
            boolean stays = i % 2 == 0;
            start(() -> talk(trust, stays));
        }
        start(() -> upload(trust));
    }

    private void start(Runnable work) {
        threads.add(Thread.ofVirtual().start(work));
    }

    private void finish() throws InterruptedException {
        await().atMost(Duration.ofMinutes(10)).until(() -> answered.get() >= REQUESTS);
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void awaitRequests(int swap) {
        int enough = (int) ((long) REQUESTS * swap / (SWAPS + 1));
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> answered.get() >= enough || !failures.isEmpty());
    }

    /** As control does it: waits for the drain time, then ends what is left, here WebSockets. */
    private void drain(BackEnd old) {
        String instance = old.endpoint().instance();
        await().atMost(Duration.ofMinutes(1)).until(() -> requestsAt(old) == 0);
        assertThat(gateway.gateway().awaitDrained(instance, Duration.ofMillis(100))).isFalse();
        replaced.add(instance);
    }

    private int requestsAt(BackEnd backEnd) {
        String instance = backEnd.endpoint().instance();
        int underWay =
                gateway.gateway().figures().stream()
                        .flatMap(component -> component.instances().stream())
                        .filter(it -> it.instance().equals(instance))
                        .mapToInt(ComponentFigures.Instance::inFlight)
                        .sum();
        return underWay - webSocketsAt(backEnd);
    }

    private static int webSocketsAt(BackEnd backEnd) {
        return (int)
                backEnd.requests().stream().filter(head -> head.target().equals("/api/ws")).count();
    }

    /** Those that were cut off before have come to this instance. */
    private void awaitWebSockets(BackEnd now) {
        await().atMost(Duration.ofMinutes(1))
                .until(() -> webSocketsAt(now) == WEB_SOCKETS / 2 || !failures.isEmpty());
    }

    /** Every table has another certificate and other routes of others. */
    private void serve(int number, BackEnd api, BackEnd live) {
        List<Entry> entries = new ArrayList<>();
        entries.add(entry("localhost", "/api", "api", api));
        entries.add(entry("localhost", "/live", "live", live));
        for (int i = 0; i < 20; i++) {
            entries.add(entry("h" + (number + i) + ".localhost", "/", "other-" + number, live));
        }
        RouteTable table = gateway.table();
        gateway.gateway()
                .serve(
                        new RouteTable(
                                table.listeners(),
                                new LocalAuthority(
                                        folder.resolve("tls"),
                                        List.of("localhost", "n" + number + ".localhost")),
                                entries,
                                List.of(),
                                Optional.empty(),
                                TestGateway.GENEROUS));
    }

    private static Entry entry(String host, String path, String component, BackEnd backEnd) {
        Endpoint endpoint = backEnd.endpoint();
        Endpoint own =
                component.startsWith("other")
                        ? new Endpoint(component, endpoint.host(), endpoint.port())
                        : endpoint;
        return new Entry(
                new Route(host, path, false, new Access.Public()),
                new Instances(component, List.of(own)));
    }

    private static BackEnd instance(String name) throws IOException {
        return BackEnd.start(
                name,
                (head, in, out) -> {
                    if (head.target().endsWith("/ws")) {
                        Http.send(out, SWITCH.formatted(name));
                        in.transferTo(out);
                        return false;
                    }
                    Http.reply(out, 200, head.target() + Http.readBody(head, in).length());
                    return true;
                });
    }

    private void ask(SSLContext trust, boolean posting) {
        String request =
                posting
                        ? "POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi"
                        : "GET /api/x HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String wanted = posting ? "/api/x2" : "/api/x0";
        try (RawClient client = gateway.connect(trust)) {
            while (!isOverIn(0)) {
                RawClient.Reply reply = client.ask(request);
                if (reply.status() != 200 || !reply.body().equals(wanted)) {
                    failures.add(reply.toString());
                }
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            failures.add("request: " + e);
        }
    }

    /** Talks until the end; one that is cut because its instance was replaced begins again. */
    private void talk(SSLContext trust, boolean stays) {
        while (!isOverIn(0) && failures.isEmpty()) {
            String from = "none";
            try (RawClient client = gateway.connect(trust)) {
                client.send(
                        "GET /%s/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
                                        .formatted(stays ? "live" : "api")
                                + "Upgrade: websocket\r\n\r\n");
                Http.Head head = client.readHead();
                from = head.header("X-From").orElse("nobody: " + head.start());
                echo(client);
            } catch (IOException e) {
                if (stays || !replaced.contains(from)) {
                    failures.add("WebSocket of " + from + ": " + e);
                }
                ended.incrementAndGet();
            }
        }
    }

    private void echo(RawClient client) throws IOException {
        // A masked binary frame of two bytes (RFC 6455, 5.2).
        byte[] frame = {(byte) 0x82, (byte) 0x82, 1, 2, 3, 4, 5, 6};
        do {
            client.out().write(frame);
            client.out().flush();
            if (!Arrays.equals(client.in().readNBytes(frame.length), frame)) {
                throw new IOException("ended");
            }
            echoes.incrementAndGet();
        } while (!isOverIn(50));
    }

    /** One upload that lasts from the first table to the last. */
    private void upload(SSLContext trust) {
        try (RawClient client = gateway.connect(trust)) {
            client.send(
                    "PUT /live/x HTTP/1.1\r\n"
                            + "Host: localhost\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
            OutputStream out = client.out();
            int sent = 0;
            do {
                Http.send(out, "a\r\n0123456789\r\n");
                sent += 10;
            } while (!isOverIn(20));
            Http.send(out, "0\r\n\r\n");
            InputStream in = client.in();
            Http.Head head = Http.readHead(in).orElseThrow();
            String body = Http.readBody(head, in);
            if (head.status() != 200 || !body.equals("/live/x" + sent)) {
                failures.add("upload: " + head.start() + " " + body);
            }
        } catch (IOException e) {
            failures.add("upload: " + e);
        }
    }

    /** Waits for the end, at most this long. */
    private boolean isOverIn(int millis) {
        try {
            return over.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this", e);
        }
    }

    private int inFlight(String component) {
        return gateway.gateway().inFlight(component);
    }
}
