package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.InnerDoor;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.SiteFiles;
import dev.stead.model.Access;
import dev.stead.model.Route;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who is let in where, and what components see of it. */
final class AccessIT {
    static final String ANN = "Cookie: __Host-Http-stead=ann-secret";
    private static final String BOB = "Cookie: __Host-Http-stead=bob-secret";
    private static final String BROWSER = "Sec-Fetch-Mode: navigate\r\nAccept: text/html";

    private static final String ODD = "/plans//x%20y/%C3%A9;a=1?q=a%26b+c&r=https://x/";

    private final FakeSessions sessions =
            new FakeSessions().with("ann-secret", "ann", "ops", "staff").with("bob-secret", "bob");
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;

    @BeforeEach
    void start() throws IOException {
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
        backEnd = BackEnd.saying("api-1", "ok");
        gateway.serveWithOwn(
                folder.resolve("own.sock"),
                guarded("/", new Access.SignedIn(), backEnd),
                guarded("/ops", new Access.Groups(List.of("none", "ops")), backEnd),
                guarded("/open", new Access.Public(), backEnd));
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        backEnd.close();
    }

    @Test
    void tellsTheComponentWhoAsks() throws Exception {
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/", ANN).body()).isEqualTo("ok");
            assertThat(client.get("/ops", ANN).body()).isEqualTo("ok");
            assertThat(client.get("/open", ANN).body()).isEqualTo("ok");
        }
        for (int i = 0; i < 3; i++) {
            Http.Head seen = backEnd.requests().remove();
            assertThat(seen.all("X-Stead-User")).containsExactly("ann");
            assertThat(seen.all("X-Stead-Groups")).containsExactly("ops,staff");
            assertThat(seen.all("X-Stead-Token")).containsExactly("token-of-ann");
            assertThat(seen.all("Cookie")).isEmpty();
        }
        assertThat(sessions.asked()).hasSize(1);
        assertThat(sessions.asked().element().host()).isEqualTo("localhost");
    }

    @Test
    void removesForgedIdentityInEverySpelling() throws Exception {
        String forged =
                """
                X-Stead-User: root\r
                x-stead-user: root\r
                X-STEAD-GROUPS: root\r
                X_Stead_User: root\r
                X-Stead_Token: root\r
                X-Stead-Anything: root\r
                Connection: X-Stead-User, keep-alive\r
                """;
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/", forged + ANN).status()).isEqualTo(200);
            assertThat(client.get("/open", forged + "A: b").status()).isEqualTo(200);
            assertThat(client.get("/", forged + "A: b").status()).isEqualTo(401);
        }
        Http.Head seen = backEnd.requests().remove();
        assertThat(seen.lines().toString()).doesNotContain("root");
        assertThat(seen.all("X-Stead-User")).containsExactly("ann");
        assertThat(backEnd.requests().remove().lines().toString())
                .doesNotContain("root")
                .doesNotContainIgnoringCase("x-stead");
        assertThat(backEnd.requests()).isEmpty();
    }

    @Test
    void removesForgedIdentityFromTrailers() throws Exception {
        BackEnd.Handler echo =
                (head, in, out) -> {
                    Http.reply(out, 200, Http.readBody(head, in));
                    return true;
                };
        try (BackEnd other = BackEnd.start("api-1", echo)) {
            gateway.serve(guarded("/", new Access.Public(), other));
            try (RawClient client = gateway.connect()) {
                String request =
                        """
                        POST / HTTP/1.1
                        Host: localhost
                        Transfer-Encoding: chunked

                        2
                        ok
                        0
                        X-Stead-User: root
                        X.Stead.User: root
                        X+Stead+User: root
                        X-Sum: 1

                        """;
                assertThat(client.ask(Http.lines(request)).body()).isEqualTo("ok|X-Sum: 1");
            }
        }
    }

    @Test
    void closesWhenItAnswersItselfBeforeABodyThatWaitsToBeAskedFor() throws Exception {
        try (RawClient client = gateway.connect()) {
            String request =
                    """
                    POST / HTTP/1.1
                    Host: localhost
                    Expect: 100-continue
                    Content-Length: 4

                    """;
            RawClient.Reply reply = client.ask(Http.lines(request));
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void leavesOtherCookiesAlone() throws Exception {
        try (RawClient client = gateway.connect()) {
            client.get("/", "Cookie: a=1; __Host-Http-stead=ann-secret; b=2\r\nCookie: c=3");
            client.get("/open", "Cookie: a=1; __Host-Http-stead-way=w\r\nCookie: c=3");
        }
        assertThat(backEnd.requests().remove().all("Cookie")).containsExactly("a=1; b=2", "c=3");
        Http.Head open = backEnd.requests().remove();
        assertThat(open.all("Cookie")).containsExactly("a=1", "c=3");
        assertThat(open.all("X-Stead-User")).isEmpty();
    }

    @Test
    void countsTwoSessionsAsNone() throws Exception {
        try (RawClient client = gateway.connect()) {
            String two = "; __Host-Http-stead=bob-secret";
            assertThat(client.get("/", ANN + two).status()).isEqualTo(401);
            assertThat(client.get("/", ANN + "\r\n" + BOB).status()).isEqualTo(401);
            assertThat(client.get("/open", ANN + two).status()).isEqualTo(200);
        }
        assertThat(sessions.asked()).isEmpty();
        assertThat(backEnd.requests().remove().all("X-Stead-User")).isEmpty();
    }

    @Test
    void asksNobodyOnAPublicRouteWithoutACookie() throws Exception {
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/open/x").body()).isEqualTo("ok");
            assertThat(client.get("/open", "Cookie: a=b").body()).isEqualTo("ok");
            assertThat(client.get("/open", "Cookie: __Host-Http-stead=wrong").body())
                    .isEqualTo("ok");
        }
        assertThat(sessions.asked()).hasSize(1);
        assertThat(backEnd.requests()).noneMatch(it -> !it.all("X-Stead-User").isEmpty());
    }

    @Test
    void sendsNavigationsToSignInAndBack() throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(ODD, BROWSER);
            assertThat(reply.status()).isEqualTo(302);
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
            int port = gateway.gateway().ports().https();
            String location = reply.header("Location");
            assertThat(location)
                    .startsWith("https://stead.localhost:" + port + "/enter?to=https%3A%2F%2F")
                    .matches("https://[^?]*\\?to=[\\w.~%-]*&state=[\\w-]{43}");
            assertThat(PathText.decode(parameter(location, "to")).orElseThrow())
                    .isEqualTo("https://localhost:" + port + ODD);
            String cookie = reply.header("Set-Cookie");
            assertThat(cookie)
                    .matches(
                            "__Host-Http-stead-way=[\\w-]{43}; Max-Age=600; Path=/; Secure;"
                                    + " HttpOnly; SameSite=Lax");
            assertThat(parameter(location, "state"))
                    .isEqualTo(new Way(cookie.substring(22, 65)).state());
        }
    }

    @Test
    void keepsTheWayThatABrowserHasUnlessItIsMalformed() throws Exception {
        String way = "w".repeat(43);
        try (RawClient client = gateway.connect()) {
            String has = BROWSER + "\r\nCookie: __Host-Http-stead-way=";
            RawClient.Reply kept = client.get("/", has + way);
            assertThat(kept.header("Set-Cookie")).startsWith("__Host-Http-stead-way=" + way);
            assertThat(parameter(kept.header("Location"), "state")).isEqualTo(new Way(way).state());
            assertThat(client.get("/", has + "short").header("Set-Cookie")).doesNotContain("short");
            assertThat(
                            client.get("/", has + way + "; __Host-Http-stead-way=" + way)
                                    .header("Set-Cookie"))
                    .doesNotContain(way);
        }
    }

    @Test
    void makesNoOpenRedirectOfOddPaths() throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get("//evil.example/x", BROWSER);
            assertThat(parameter(reply.header("Location"), "to"))
                    .endsWith(gateway.gateway().ports().https() + "%2Fevil.example%2Fx");
            String huge = client.get("/" + "%C3".repeat(2_000), BROWSER).header("Location");
            assertThat(huge).hasSizeLessThan(7_000);
        }
    }

    @Test
    void tellsProgramsWhereToSignIn() throws Exception {
        try (RawClient client = gateway.connect()) {
            for (String header :
                    List.of(
                            "Accept: application/json",
                            "Accept: */*",
                            "Sec-Fetch-Mode: cors\r\nAccept: text/plain",
                            "Sec-Fetch-Mode: no-cors\r\nAccept: image/*")) {
                RawClient.Reply reply = client.get("/", header);
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
                assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
                assertThat(reply.header("WWW-Authenticate")).startsWith("Stead ");
                assertThat(reply.body()).contains("https://stead.localhost:", "\"status\":401");
            }
            RawClient.Reply fetched = client.get("/", "Sec-Fetch-Mode: cors\r\nAccept: text/html");
            assertThat(fetched.status()).isEqualTo(401);
            assertThat(fetched.body()).contains("<a href=\"https://stead.localhost:");
            assertThat(
                            client.ask(
                                            "POST / HTTP/1.1\r\n"
                                                    + "Host: localhost\r\n"
                                                    + "Content-Length: 3\r\n"
                                                    + BROWSER
                                                    + "\r\n\r\nabc")
                                    .status())
                    .isEqualTo(401);
            assertThat(client.get("/", ANN).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesThoseWhoAreInNoneOfTheGroups() throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply page = client.get("/ops", BROWSER + "\r\n" + BOB);
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.body()).contains("as bob", "href=\"https://stead.localhost:");
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(client.get("/ops", BOB).header("Content-Type"))
                    .isEqualTo("application/problem+json");
            assertThat(client.get("/", BOB).status()).isEqualTo(200);
        }
    }

    @Test
    void refusesChangesOfForeignPages() throws Exception {
        try (RawClient client = gateway.connect()) {
            assertThat(change(client, "/", "Origin: https://evil.example").status()).isEqualTo(403);
            assertThat(change(client, "/", "Origin: null").status()).isEqualTo(403);
            assertThat(change(client, "/ops", "Sec-Fetch-Site: same-site").status()).isEqualTo(403);
            assertThat(change(client, "/", "Origin: https://localhost").status()).isEqualTo(200);
            assertThat(change(client, "/open", "Origin: https://evil.example").status())
                    .isEqualTo(200);
            assertThat(client.get("/", ANN + "\r\nOrigin: https://evil.example").status())
                    .isEqualTo(200);
            assertThat(
                            client.get(
                                            "/",
                                            ANN
                                                    + "\r\nOrigin: https://evil.example\r\n"
                                                    + "Connection: Upgrade\r\nUpgrade: websocket")
                                    .status())
                    .isEqualTo(403);
        }
        assertThat(backEnd.requests().remove().all("X-Stead-User")).containsExactly("ann");
        assertThat(backEnd.requests().remove().all("X-Stead-User")).isEmpty();
        assertThat(backEnd.requests()).hasSize(1);
    }

    @Test
    void reportsWhomItRefused() throws Exception {
        String member = ": the account is in none of the groups that may use this";
        String foreign = ": a page of another origin wanted a change";
        try (RawClient client = gateway.connect()) {
            change(client, "/early?q=1", "Origin: https://evil.example");
            await().until(() -> sessions.refusals.size() == 1);
            client.get("/ops/x?q=1", BOB);
            await().until(() -> sessions.refusals.size() == 2);
            client.get("/", ANN);
            change(client, "/late", "Origin: https://evil.example");
            await().until(() -> sessions.refusals.size() == 3);
            change(client, "/open", "Origin: https://evil.example");
            client.get("/ops");
        }
        assertThat(sessions.refusals)
                .containsExactly(
                        "- localhost/early" + foreign,
                        "bob localhost/ops/x" + member,
                        "ann localhost/late" + foreign);
    }

    private static RawClient.Reply change(RawClient client, String path, String header)
            throws IOException {
        return client.ask(
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                        + ANN
                        + "\r\n"
                        + header
                        + "\r\n\r\nabc");
    }

    @Test
    void dropsCookiesThatReachFurtherFromRepliesAndTrailersAndInterimReplies() throws Exception {
        BackEnd.Handler hostile =
                (head, in, out) -> {
                    Http.sendLines(
                            out,
                            """
                            HTTP/1.1 103 Early Hints
                            Set-Cookie: __Host-Http-stead=early; Path=/; Secure
                            Link: </a>

                            HTTP/1.1 200 OK
                            Transfer-Encoding: chunked
                            Trailer: Set-Cookie
                            Set-Cookie: kept=1; Path=/
                            Set-Cookie: up=1; Domain=.localhost.example
                            Set-Cookie: __Host-Http-stead=planted; Path=/; Secure; HttpOnly
                            Set-Cookie: also=1; Domain=localhost
                            Clear-Site-Data: "cookies"

                            2
                            ok
                            0
                            Set-Cookie: __Host-Http-stead=late
                            X-Sum: 1

                            """);
                    return true;
                };
        try (BackEnd other = BackEnd.start("api-1", hostile)) {
            gateway.serve(guarded("/", new Access.SignedIn(), other));
            try (RawClient client = gateway.connect()) {
                client.send(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\n"
                                + ANN
                                + "\r\nConnection: TE\r\n\r\n");
                RawClient.Reply early = client.read();
                assertThat(early.status()).isEqualTo(103);
                assertThat(early.head().lines().toString()).doesNotContain("Cookie");
                RawClient.Reply reply = client.read();
                assertThat(reply.head().all("Set-Cookie"))
                        .containsExactly("kept=1; Path=/", "also=1; Domain=localhost");
                assertThat(reply.head().all("Clear-Site-Data")).isEmpty();
                assertThat(reply.body()).isEqualTo("ok|X-Sum: 1");
            }
        }
    }

    @Test
    void keepsCookiesFromTheOwnPagesBelow() throws Exception {
        BackEnd.Handler setting =
                (head, in, out) -> {
                    Http.sendLines(
                            out,
                            """
                            HTTP/1.1 200 OK
                            Content-Length: 0
                            Set-Cookie: a=1; Domain=localhost; Path=/

                            """);
                    return true;
                };
        try (BackEnd other = BackEnd.start("api-1", setting);
                RawClient client = gateway.connect()) {
            gateway.serveWithOwn(
                    folder.resolve("own.sock"), guarded("/", new Access.Public(), other));
            assertThat(client.get("/").header("Set-Cookie")).isEqualTo("a=1; Path=/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sw.js", "//sw.js", "/open", "/missing"})
    void refusesServiceWorkersThatWouldSeeSignIns(String path) throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(path, "Service-Worker: script\r\n" + ANN);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body()).contains("service worker");
            assertThat(client.get("/open/sw.js", "Service-Worker: script").body()).isEqualTo("ok");
            assertThat(client.get("/sw.js", ANN).body()).isEqualTo("ok");
        }
    }

    @Test
    void letsServiceWorkersControlTheirFolderOnly() throws Exception {
        BackEnd.Handler worker =
                (head, in, out) -> {
                    Http.sendLines(
                            out,
                            """
                            HTTP/1.1 200 OK
                            Content-Length: 2
                            Service-Worker-Allowed: /

                            ok\
                            """);
                    return true;
                };
        Files.writeString(folder.resolve("sw.js"), "ok");
        try (BackEnd other = BackEnd.start("api-1", worker);
                RawClient client = gateway.connect()) {
            gateway.serve(
                    guarded("/api", new Access.Public(), other),
                    TestGateway.site("/", folder, Optional.empty()));
            RawClient.Reply below = client.get("/api/sw.js", "Service-Worker: script");
            assertThat(below.status()).isEqualTo(200);
            assertThat(below.head().all("Service-Worker-Allowed")).isEmpty();
            assertThat(client.get("/sw.js", "Service-Worker: script").status()).isEqualTo(200);
            gateway.serve(
                    guarded("/api", new Access.SignedIn(), other),
                    TestGateway.site("/", folder, Optional.empty()));
            assertThat(client.get("/sw.js", "Service-Worker: script").status()).isEqualTo(403);
        }
    }

    @Test
    void keepsFilesBehindSignInOutOfSharedCaches() throws Exception {
        Files.writeString(folder.resolve("index.html"), "hello");
        Files.writeString(folder.resolve("app-BxK3a9Zq.js"), "1");
        gateway.serve(
                new Entry(
                        new Route("localhost", "/", true, new Access.SignedIn()),
                        new SiteFiles("ui", folder, Optional.empty())));
        try (RawClient client = gateway.connect()) {
            assertThat(client.get("/").status()).isEqualTo(401);
            RawClient.Reply page = client.get("/", ANN);
            assertThat(page.body()).isEqualTo("hello");
            assertThat(page.header("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(client.get("/app-BxK3a9Zq.js", ANN).header("Cache-Control"))
                    .isEqualTo("private, max-age=31536000, immutable");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ops%2fusers",
                "/%2Fops",
                "/ops;x/users",
                "/OPS/users",
                "/ops%5cusers",
                "/%256fps"
            })
    void givesNoPathToAComponentThatMayTakeItForAnotherRoutes(String path) throws Exception {
        gateway.serve(
                guarded("/", new Access.Public(), backEnd),
                guarded("/ops", new Access.Groups(List.of("ops")), backEnd));
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(path, "Accept: text/html");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).contains("Ambiguous path");
            assertThat(client.get("/Other%2Fpath;x").body()).isEqualTo("ok");
            assertThat(client.get("/ops/Users%2f1", ANN).body()).isEqualTo("ok");
        }
        assertThat(backEnd.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.stead", "/.stead/", "/.stead/x", "//.stead//x", "/%2estead/x"})
    void keepsItsOwnPathsFromComponents(String path) throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get(path, ANN);
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(reply.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'; style-src 'sha256-");
        }
        assertThat(backEnd.requests()).isEmpty();
    }

    @Test
    void checksNobodyAtAnInnerDoor() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        RouteTable table = gateway.table(guarded("/", new Access.SignedIn(), backEnd));
        InnerDoor door = new InnerDoor(port, new Instances("api", List.of(backEnd.endpoint())));
        gateway.gateway()
                .serve(
                        new RouteTable(
                                table.listeners(),
                                table.certificate(),
                                table.entries(),
                                List.of(door)));
        try (RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), port))) {
            RawClient.Reply reply =
                    client.get(
                            "/.stead/session",
                            ANN + "\r\nX-Stead-User: root\r\nX_Stead_User: root");
            assertThat(reply.body()).isEqualTo("ok");
        }
        Http.Head seen = backEnd.requests().remove();
        assertThat(seen.target()).isEqualTo("/.stead/session");
        assertThat(seen.lines().toString()).doesNotContain("root", "X-Stead-User");
        assertThat(sessions.asked()).isEmpty();
    }

    @Test
    void saysWhoHasSignedIn() throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get("/.stead/session", ANN);
            assertThat(reply.body())
                    .isEqualTo("{\"account\":\"ann\",\"groups\":[\"ops\",\"staff\"]}\n");
            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
            assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
            assertThat(reply.head().all("Access-Control-Allow-Origin")).isEmpty();
            assertThat(client.get("/.stead/session").status()).isEqualTo(401);
            assertThat(client.get("/.stead/session", "Cookie: __Host-Http-stead=x").status())
                    .isEqualTo(401);
        }
    }

    @Test
    void showsNobodyInWhenThereIsNoSignIn() throws Exception {
        gateway.serve(guarded("/", new Access.SignedIn(), backEnd));
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.get("/", BROWSER);
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.body()).contains("no sign-in").doesNotContain("href");
        }
    }

    private static String parameter(String url, String name) {
        String rest = url.substring(url.indexOf(name + "=") + name.length() + 1);
        return rest.contains("&") ? rest.substring(0, rest.indexOf('&')) : rest;
    }
}
