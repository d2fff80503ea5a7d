package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.base.SteadException;
import dev.stead.model.Access;
import dev.stead.model.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Stead's own pages, behind a Unix socket. */
final class OwnPagesIT {
    private final FakeSessions sessions = new FakeSessions();
    @TempDir Path folder;
    private TestGateway gateway;
    private Path socket;

    @BeforeEach
    void start() {
        socket = folder.resolve("own.sock");
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
        gateway.serveWithOwn(socket);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void getsEverythingWithItsCookiesAndWhereItComesFrom() throws Exception {
        try (UnixBackEnd pages = pages();
                RawClient client = gateway.connect()) {
            RawClient.Reply reply =
                    ask(
                            client,
                            "/.stead/x?y",
                            "Cookie: a=1; __Host-Http-stead=s\r\nX-Stead-User: root\r\n"
                                    + "Origin: https://evil.example");
            assertThat(reply.body()).isEqualTo("own");
            assertThat(reply.header("Set-Cookie"))
                    .isEqualTo("__Host-Http-stead=s; Path=/; Secure; HttpOnly");
            Http.Head seen = pages.requests().remove();
            assertThat(seen.target()).isEqualTo("/.stead/x?y");
            assertThat(seen.all("Cookie")).containsExactly("a=1; __Host-Http-stead=s");
            assertThat(seen.all("X-Stead-User")).isEmpty();
            assertThat(seen.all("X-Forwarded-For")).containsExactly("127.0.0.1");
            assertThat(seen.all("X-Forwarded-Proto")).containsExactly("https");
            assertThat(seen.all("X-Forwarded-Host")).containsExactly("stead.localhost:1");
            assertThat(seen.all("X-Forwarded-Port"))
                    .containsExactly("" + gateway.gateway().ports().https());
        }
        assertThat(sessions.asked()).isEmpty();
    }

    @Test
    void keepsConnectionsAndFindsThePagesAgainAfterARestart() throws Exception {
        try (RawClient client = gateway.connect()) {
            try (UnixBackEnd pages = pages()) {
                for (int i = 0; i < 20; i++) {
                    assertThat(ask(client, "/", "A: b").status()).isEqualTo(200);
                }
                assertThat(pages.accepted()).isEqualTo(1);
            }
            RawClient.Reply gone = ask(client, "/", "Accept: text/html");
            assertThat(gone.status()).isEqualTo(503);
            assertThat(gone.header("Retry-After")).isNotEmpty();
            try (UnixBackEnd pages = pages()) {
                assertThat(ask(client, "/", "A: b").status()).isEqualTo(200);
                assertThat(pages.accepted()).isEqualTo(1);
            }
        }
    }

    @Test
    void takesBodies() throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    Http.reply(out, 200, Http.readBody(head, in));
                    return true;
                };
        try (UnixBackEnd pages = UnixBackEnd.start(socket, echo);
                RawClient client = gateway.connect()) {
            String body = "x".repeat(100_000);
            assertThat(
                            client.ask(
                                            "POST /signin HTTP/1.1\r\nHost: stead.localhost\r\n"
                                                    + "Content-Length: 100000\r\n\r\n"
                                                    + body)
                                    .body())
                    .isEqualTo(body);
            assertThat(pages.accepted()).isEqualTo(1);
        }
    }

    @Test
    void redirectsItsHostToTlsToo() throws Exception {
        try (RawClient client = gateway.connectPlain()) {
            RawClient.Reply reply = ask(client, "/signin", "A: b");
            assertThat(reply.status()).isEqualTo(308);
            assertThat(reply.header("Location"))
                    .isEqualTo(
                            "https://stead.localhost:"
                                    + gateway.gateway().ports().https()
                                    + "/signin");
        }
    }

    @Test
    void keepsItsHostForItself() throws Exception {
        Entry stealing =
                new Entry(
                        new Route("Stead.localhost", "/x", false, new Access.Public()),
                        new Instances("api", List.of()));
        assertThatThrownBy(() -> gateway.serveWithOwn(socket, stealing))
                .isInstanceOf(SteadException.class)
                .hasMessageContaining("own pages");
        try (BackEnd backEnd = BackEnd.saying("api-1", "ok")) {
            gateway.serveWithOwn(socket, guarded("/", new Access.Public(), backEnd));
            assertThat(gateway.gateway().awaitDrained("api-1", java.time.Duration.ZERO)).isTrue();
        }
    }

    private UnixBackEnd pages() throws IOException {
        return UnixBackEnd.start(
                socket,
                (head, in, out) -> {
                    Http.send(
                            out,
                            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n"
                                    + "Set-Cookie: __Host-Http-stead=s; Path=/; Secure; HttpOnly"
                                    + "\r\n\r\nown");
                    return true;
                });
    }

    private static RawClient.Reply ask(RawClient client, String path, String header)
            throws IOException {
        return client.ask(
                "GET " + path + " HTTP/1.1\r\nHost: stead.localhost:1\r\n" + header + "\r\n\r\n");
    }
}
