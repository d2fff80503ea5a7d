package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.proxied;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable.Endpoint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

final class ProxyIT {
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
    void relaysARequestAndItsReply() throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    Http.reply(out, 201, head.start() + "/" + Http.readBody(head, in));
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", echo)) {
            gateway.serve(backEnd);
            var request =
                    HttpRequest.newBuilder(gateway.uri("/plans?id=1"))
                            .POST(HttpRequest.BodyPublishers.ofString("figures"))
                            .build();
            var reply = gateway.client().send(request, BodyHandlers.ofString());
            assertThat(reply.statusCode()).isEqualTo(201);
            assertThat(reply.body()).isEqualTo("POST /plans?id=1 HTTP/1.1/figures");
            assertThat(reply.headers().firstValue("X-Request-Id")).isPresent();
        }
    }

    @Test
    void tellsTheInstanceWhoAsksAndRemovesWhatClientsForge() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.ask(
                        """
                        GET / HTTP/1.1\r
                        Host: LOCALHOST:1234\r
                        X-Forwarded-For: 6.6.6.6\r
                        x-stead-user: root\r
                        X_Stead_User: root\r
                        Forwarded: for=6.6.6.6\r
                        Connection: keep-alive, X-Secret\r
                        X-Secret: 1\r
                        Keep-Alive: 5\r
                        X-Kept: yes\r
                        \r
                        """);
            }
            Http.Head seen = backEnd.requests().remove();
            assertThat(seen.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(seen.all("X-Forwarded-Proto")).containsExactly("https");
            assertThat(seen.all("X-Forwarded-Host")).containsExactly("LOCALHOST:1234");
            assertThat(seen.all("X-Forwarded-Port"))
                    .containsExactly("" + gateway.gateway().ports().https());
            assertThat(seen.all("Host")).containsExactly("LOCALHOST:1234");
            assertThat(seen.all("X-Kept")).containsExactly("yes");
            assertThat(seen.lines().toString())
                    .doesNotContainIgnoringCase("stead")
                    .doesNotContain("6.6.6.6")
                    .doesNotContain("Secret")
                    .doesNotContain("Keep-Alive");
        }
    }

    @Test
    void stripsThePrefixAndSaysSo() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(proxied("/api", true, List.of(backEnd.endpoint())));
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/api/x?y=1").status()).isEqualTo(200);
                assertThat(client.get("/api").status()).isEqualTo(200);
                assertThat(client.get("/other").status()).isEqualTo(404);
                assertThat(client.get("/apis").status()).isEqualTo(404);
            }
            Http.Head seen = backEnd.requests().remove();
            assertThat(seen.target()).isEqualTo("/x?y=1");
            assertThat(seen.header("X-Forwarded-Prefix")).contains("/api");
            assertThat(backEnd.requests().remove().target()).isEqualTo("/");
        }
    }

    @Test
    void putsBackThePrefixThatWasStripped() throws Exception {
        AtomicReference<String> own = new AtomicReference<>("");
        BackEnd.Handler moving =
                (head, in, out) -> {
                    Http.send(
                            out,
                            "HTTP/1.1 103 X\r\nLink: </a.css>; rel=preload\r\n\r\n"
                                    + "HTTP/1.1 302 X\r\nLocation: "
                                    + own.get()
                                    + "/next\r\nSet-Cookie: a=1; Path=/\r\n"
                                    + "Content-Length: 0\r\n\r\n");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", moving)) {
            gateway.serve(
                    proxied("/api", true, List.of(backEnd.endpoint())), proxied("/whole", backEnd));
            String origin = "https://localhost:" + gateway.gateway().ports().https();
            String host = origin.substring("https://".length());
            for (String said :
                    List.of("", origin, "http://127.0.0.1:" + backEnd.endpoint().port())) {
                own.set(said);
                try (RawClient client = gateway.connect()) {
                    client.send("GET /api/x HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                    assertThat(client.read().header("Link")).isEqualTo("</api/a.css>; rel=preload");
                    RawClient.Reply reply = client.read();
                    assertThat(reply.header("Location"))
                            .isEqualTo((said.isEmpty() ? "" : origin) + "/api/next");
                    assertThat(reply.header("Set-Cookie")).isEqualTo("a=1; Path=/api");
                    client.send("GET /whole HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                    client.read();
                    assertThat(client.read().header("Location"))
                            .isEqualTo((said.isEmpty() ? "" : origin) + "/next");
                }
            }
        }
    }

    @Test
    void isAStepOfTheTrace() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.get("/", "traceparent: 00-" + trace + "-00f067aa0ba902b7-01\r\n");
                client.get("/");
            }
            Http.Head followed = backEnd.requests().remove();
            assertThat(followed.all("traceparent"))
                    .singleElement()
                    .asString()
                    .matches("00-" + trace + "-(?!00f067aa0ba902b7)[0-9a-f]{16}-01");
            assertThat(followed.all("Forwarded"))
                    .containsExactly("for=127.0.0.1;host=localhost;proto=https");
            assertThat(backEnd.requests().remove().all("traceparent"))
                    .singleElement()
                    .asString()
                    .matches("00-(?!" + trace + ")[0-9a-f]{32}-[0-9a-f]{16}-01");
        }
    }

    @Test
    void usesOneConnectionForManyRequests() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(client.get("/").body()).isEqualTo("ok");
                }
            }
            assertThat(backEnd.accepted()).isEqualTo(1);
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    Http.reply(out, 200, head.target());
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", echo)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < 20; i++) {
                    all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: localhost\r\n\r\n");
                }
                client.send(all.toString());
                for (int i = 0; i < 20; i++) {
                    assertThat(client.read().body()).isEqualTo("/" + i);
                }
            }
        }
    }

    @Test
    void goesToAnotherEndpointWhenOneIsDead() throws Exception {
        try (BackEnd backEnd = BackEnd.saying("api-2", "alive")) {
            gateway.serve(proxied("/", false, List.of(dead("api-1"), backEnd.endpoint())));
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 6; i++) {
                    assertThat(client.get("/").body()).isEqualTo("alive");
                }
            }
        }
    }

    @Test
    void saysWhoFailedWhenNothingAnswers() throws Exception {
        gateway.serve(
                proxied("/dead", false, List.of(dead("api-1"), dead("api-2"))),
                proxied("/none", false, List.of()));
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/dead").status()).isEqualTo(502);
            RawClient.Reply none = client.get("/none", "Accept: application/json");
            assertThat(none.status()).isEqualTo(503);
            assertThat(none.header("Retry-After")).isEqualTo("5");
            assertThat(none.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(none.body()).contains(none.header("X-Request-Id"));
            RawClient.Reply page = client.get("/nowhere");
            assertThat(page.status()).isEqualTo(404);
            assertThat(page.body()).contains("<!doctype html>", page.header("X-Request-Id"));
        }
    }

    @Test
    void repeatsSafeRequestsWhenAKeptConnectionDies() throws Exception {
        BackEnd.Handler hangsUpOnSecond =
                (head, in, out) -> {
                    Http.readBody(head, in);
                    if (head.header("X-Die").isPresent()) {
                        return false;
                    }
                    Http.reply(out, 200, "ok");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", hangsUpOnSecond)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").status()).isEqualTo(200);
                // The second connection dies too: repeated once, not for ever.
                assertThat(client.get("/", "X-Die: 1").status()).isEqualTo(502);
                assertThat(backEnd.accepted()).isEqualTo(2);
                assertThat(client.get("/").status()).isEqualTo(200);
                int before = backEnd.requests().size();
                RawClient.Reply post =
                        client.ask(
                                "POST / HTTP/1.1\r\nHost: localhost\r\nX-Die: 1\r\n"
                                        + "Content-Length: 2\r\n\r\nhi");
                assertThat(post.status()).isEqualTo(502);
                assertThat(backEnd.requests()).hasSize(before + 1);
            }
        }
    }

    @Test
    void relaysRepliesThatEndWithTheConnection() throws Exception {
        BackEnd.Handler old =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.0 200 OK\r\nX-Old: 1\r\n\r\nuntil the end");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", old)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                assertThat(client.get("/").body()).isEqualTo("until the end");
                assertThat(client.get("/").body()).isEqualTo("until the end");
            }
        }
    }

    /** What ends with the connection is complete only if the connection ended in order. */
    @Test
    void cutsRepliesWhoseConnectionIsReset() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> resetInAnAnswer(server, seen));
            gateway.serve(
                    proxied(
                            "/",
                            false,
                            List.of(new Endpoint("api-1", "127.0.0.1", server.getLocalPort()))));
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readHead().header("Transfer-Encoding")).contains("chunked");
                assertThat(client.in().readNBytes(9)).isEqualTo(bytes("4\r\nhalf\r\n"));
                seen.countDown();
                assertThat(client.in().readAllBytes()).isEmpty();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void resetInAnAnswer(ServerSocket server, CountDownLatch seen) {
        try (Socket socket = server.accept()) {
            Http.readHead(socket.getInputStream());
            Http.send(socket.getOutputStream(), "HTTP/1.0 200 OK\r\n\r\nhalf");
            StreamIT.awaitLatch(seen);
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** RFC 9112, 6.1, and RFC 9110, 8.6. */
    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void saysNothingAboutBodiesWhereThereIsNone(int status) throws Exception {
        BackEnd.Handler talkative =
                (head, in, out) -> {
                    Http.send(
                            out,
                            "HTTP/1.1 103 X\r\nTransfer-Encoding: chunked\r\n\r\nHTTP/1.1 "
                                    + status
                                    + " X\r\nTransfer-Encoding: chunked\r\n\r\n");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", talkative)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 2; i++) {
                    Http.Head hints =
                            client.ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").head();
                    assertThat(hints.status()).isEqualTo(103);
                    assertThat(hints.header("Transfer-Encoding")).isEmpty();
                    Http.Head head = client.readHead();
                    assertThat(head.status()).isEqualTo(status);
                    assertThat(head.header("Transfer-Encoding")).isEmpty();
                }
            }
        }
    }

    @Test
    void cutsRepliesThatAreCut() throws Exception {
        BackEnd.Handler cut =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
                    return false;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", cut)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readHead().status()).isEqualTo(200);
                assertThat(client.in().readAllBytes()).hasSize(9);
            }
        }
    }

    @Test
    void servesClientsOfHttp10() throws Exception {
        BackEnd.Handler chunked =
                (head, in, out) -> {
                    Http.sendLines(
                            out,
                            """
                            HTTP/1.1 200 OK
                            Transfer-Encoding: chunked

                            3
                            abc
                            0

                            """);
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", chunked)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                client.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
                Http.Head head = client.readHead();
                assertThat(head.header("Transfer-Encoding")).isEmpty();
                assertThat(head.header("Connection")).contains("close");
                assertThat(new String(client.in().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("abc");
            }
        }
    }

    @Test
    void relaysHeadRepliesWithoutBody() throws Exception {
        BackEnd.Handler sized =
                (head, in, out) -> {
                    Http.send(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                    return true;
                };
        try (BackEnd backEnd = BackEnd.start("api-1", sized)) {
            gateway.serve(backEnd);
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < 3; i++) {
                    client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    assertThat(client.readHead().header("Content-Length")).contains("1000");
                }
            }
            assertThat(backEnd.accepted()).isEqualTo(1);
        }
    }

    static Endpoint dead(String instance) throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return new Endpoint(instance, "127.0.0.1", socket.getLocalPort());
        }
    }
}
