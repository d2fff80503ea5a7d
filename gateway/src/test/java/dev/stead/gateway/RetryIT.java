package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.kept;
import static dev.stead.gateway.TestGateway.proxied;
import static dev.stead.gateway.TestGateway.with;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is sent again to another instance, and what never is; circuits. */
final class RetryIT {
    /** Reads the request and hangs up. */
    private static final BackEnd.Handler HANGS_UP =
            (head, in, out) -> {
                Http.readBody(head, in);
                return false;
            };

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

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void sendsWhatChangesNothingToAnotherInstance(String method) throws Exception {
        try (BackEnd bad = BackEnd.start("api-1", HANGS_UP);
                BackEnd good = BackEnd.saying("api-2", "ok")) {
            gateway.serve(bad, good);
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 6; i++) {
                    client.send(method + " / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertThat(client.readHead().status()).isEqualTo(200);
                    client.in().readNBytes(method.equals("HEAD") ? 0 : 2);
                }
            }
            assertThat(bad.requests()).isNotEmpty();
            assertThat(figures().retries()).isEqualTo(bad.requests().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi",
                "DELETE / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi",
                "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void sendsNothingTwiceThatMayHaveBeenDone(String request) throws Exception {
        try (BackEnd one = BackEnd.start("api-1", HANGS_UP);
                BackEnd two = BackEnd.start("api-2", HANGS_UP)) {
            gateway.serve(one, two);
            try (RawClient client = gateway.connect()) {
                assertThat(client.ask(request).status()).isEqualTo(502);
            }
            assertThat(one.requests().size() + two.requests().size()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "H",
                "HTTP/1.1 103 Early Hints\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"
            })
    void sendsNothingAgainAfterAByteOfTheAnswer(String beginning) throws Exception {
        BackEnd.Handler breaksOff =
                (head, in, out) -> {
                    Http.send(out, beginning);
                    return false;
                };
        try (BackEnd one = BackEnd.start("api-1", breaksOff);
                BackEnd two = BackEnd.start("api-2", breaksOff)) {
            gateway.serve(one, two);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                client.in().readAllBytes();
            }
            assertThat(one.requests().size() + two.requests().size()).isEqualTo(1);
        }
    }

    @Test
    void triesEachInstanceThatCannotBeConnectedTo() throws Exception {
        try (BackEnd good = BackEnd.saying("api-4", "ok")) {
            gateway.serve(
                    proxied(
                            "/",
                            false,
                            List.of(
                                    ProxyIT.dead("api-1"),
                                    ProxyIT.dead("api-2"),
                                    ProxyIT.dead("api-3"),
                                    good.endpoint())));
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 8; i++) {
                    assertThat(client.ask(post("hi")).body()).isEqualTo("ok");
                }
            }
            assertThat(figures().connectFailures()).isPositive();
            assertThat(figures().retries()).isZero();
        }
    }

    /** Two instances that hang up get little more than the requests that came. */
    @Test
    void doesNotMultiplyTheLoadOfInstancesInTrouble() throws Exception {
        int requests = TestGateway.count(200, 2_000);
        try (BackEnd one = BackEnd.start("api-1", HANGS_UP);
                BackEnd two = BackEnd.start("api-2", HANGS_UP)) {
            gateway.serve(one, two);
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < requests; i++) {
                    assertThat(client.get("/").status()).isEqualTo(502);
                }
            }
            int asked = one.requests().size() + two.requests().size();
            assertThat(asked)
                    .isBetween(requests + requests / 5, requests + requests / 5 + RetryBudget.MOST);
        }
    }

    private static boolean dieOrAnswer(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        Http.readBody(head, in);
        if (head.target().equals("/die")) {
            return false;
        }
        Http.reply(out, 200, "ok");
        return true;
    }

    @Test
    void leavesAnInstanceAloneThatFailsAgainAndAgainAndThenTriesIt() throws Exception {
        ProxyRules rules = Rules.usual().breaker(3, Duration.ofMillis(800)).rules();
        try (BackEnd backEnd = BackEnd.start("api-1", RetryIT::dieOrAnswer)) {
            gateway.serve(with(rules, proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.ask(post("/die", "x")).status()).isEqualTo(502);
                }
                RawClient.Reply refused = client.get("/");
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.header("Retry-After")).isEqualTo("1");
                assertThat(circuit()).isEqualTo(ComponentFigures.Circuit.OPEN);
                assertThat(backEnd.requests()).hasSize(3);
                org.awaitility.Awaitility.await()
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> client.get("/").status() == 200);
                assertThat(circuit()).isEqualTo(ComponentFigures.Circuit.CLOSED);
                assertThat(backEnd.requests()).hasSize(4);
            }
        }
    }

    /** What says nothing for a long time keeps nobody away from an instance that is well again. */
    @Test
    void aSlowUploadDoesNotKeepACircuitOpen() throws Exception {
        ProxyRules rules = Rules.usual().breaker(1, Duration.ofMillis(200)).rules();
        try (BackEnd backEnd = BackEnd.start("api-1", RetryIT::dieOrAnswer)) {
            gateway.serve(with(rules, proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                assertThat(client.ask(post("/die", "x")).status()).isEqualTo(502);
                Thread.ofVirtual().start(this::uploadHalf);
                org.awaitility.Awaitility.await()
                        .until(() ->
                                backEnd.requests().stream()
                                        .anyMatch(head -> head.target().equals("/upload")));
                org.awaitility.Awaitility.await()
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> client.get("/").status() == 200);
                assertThat(circuit()).isEqualTo(ComponentFigures.Circuit.CLOSED);
                assertThat(figures().inFlight()).isEqualTo(1);
            }
        }
    }

    /** An answer is an answer, also where the cache gives another one instead. */
    @Test
    void aFailureThatTheCacheHidesClosesACircuit() throws Exception {
        ProxyRules rules = Rules.usual().breaker(1, Duration.ofMillis(200)).rules();
        AtomicBoolean ill = new AtomicBoolean();
        BackEnd.Handler either =
                (head, in, out) -> {
                    Http.readBody(head, in);
                    if (head.target().equals("/die")) {
                        return false;
                    }
                    Http.send(
                            out,
                            "HTTP/1.1 "
                                    + (ill.get() ? 500 : 200)
                                    + " X\r\nCache-Control: max-age=0, stale-if-error=60\r\n"
                                    + "Content-Length: 2\r\n\r\nok");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", either)) {
            gateway.serve(
                    with(
                            rules,
                            kept("/", new Access.Public(), new CacheRules(1 << 20, 0), backEnd)));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(200);
                ill.set(true);
                // The first one dies by the connection that was kept, which says nothing.
                for (int i = 0; i < 2; i++) {
                    assertThat(client.ask(post("/die", "x")).status()).isEqualTo(502);
                }
                assertThat(circuit()).isEqualTo(ComponentFigures.Circuit.OPEN);
                org.awaitility.Awaitility.await()
                        .pollInterval(Duration.ofMillis(50))
                        .until(() ->
                                client.get("/").status() == 200
                                        && circuit() == ComponentFigures.Circuit.CLOSED);
            }
        }
    }

    /** Again and again, until it is the one that tries. */
    private void uploadHalf() {
        boolean refused = true;
        while (refused) {
            try (RawClient client = gateway.connect()) {
                client.send(
                        "PUT /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf");
                refused = client.readHead().status() == 503;
            } catch (IOException e) {
                refused = false;
            }
        }
    }

    @Test
    void asksOthersWhileACircuitIsOpen() throws Exception {
        ProxyRules rules = Rules.usual().breaker(2, Duration.ofMinutes(1)).rules();
        try (BackEnd bad = BackEnd.start("api-1", HANGS_UP);
                BackEnd good = BackEnd.saying("api-2", "ok")) {
            gateway.serve(with(rules, proxied("/", bad, good)));
            try (RawClient client = gateway.connect()) {
                int failed = 0;
                for (int i = 0; i < 30; i++) {
                    failed += client.ask(post("x")).status() == 502 ? 1 : 0;
                }
                assertThat(failed).isEqualTo(2);
            }
        }
    }

    @Test
    void opensTheCircuitOfAnInstanceThatDoesNotAnswerInTime() throws Exception {
        ProxyRules rules =
                Rules.usual()
                        .answer(Duration.ofMillis(50))
                        .breaker(1, Duration.ofMinutes(1))
                        .rules();
        BackEnd.Handler silent =
                (head, in, out) -> {
                    in.read();
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", silent)) {
            gateway.serve(with(rules, proxied("/", backEnd)));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(504);
                assertThat(client.get("/").status()).isEqualTo(503);
            }
        }
    }

    private ComponentFigures figures() {
        return gateway.gateway().figures().getFirst();
    }

    private ComponentFigures.Circuit circuit() {
        return figures().instances().getFirst().circuit();
    }

    private static String post(String body) throws IOException {
        return post("/", body);
    }

    private static String post(String target, String body) {
        return "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(target, body.length(), body);
    }
}
