package dev.stead.gateway;

import static dev.stead.gateway.TestGateway.guarded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.Access;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;

/** The last step of a sign-in: a code becomes a session at the route's own origin. */
final class EnterIT {
    private static final String WAY = "w".repeat(43);
    private static final String SECRET = "s".repeat(43);
    private static final String BROUGHT = "Cookie: __Host-Http-stead-way=" + WAY;

    private final FakeSessions sessions =
            new FakeSessions()
                    .with(SECRET, "ann")
                    .code("c0de", "localhost", new Way(WAY).state(), SECRET)
                    .code("other", "localhost", new Way(WAY).state(), SECRET);
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        gateway = new TestGateway(folder, GatewaySettings.standard(), sessions);
        backEnd = BackEnd.saying("api-1", "ok");
        gateway.serveWithOwn(
                folder.resolve("own.sock"), guarded("/", new Access.SignedIn(), backEnd));
        client = gateway.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        backEnd.close();
    }

    @Test
    void givesTheBrowserItsSessionAndGoesOn() throws Exception {
        RawClient.Reply reply =
                client.get("/.stead/enter?code=other&to=%2Fplans%3Fq%3D%C3%A9%2520x", BROUGHT);
        // A raw byte in the parameter is not a path; a browser never sends one.
        assertThat(reply.status()).isEqualTo(400);
        RawClient.Reply entered =
                client.get("/.stead/enter?code=c0de&to=%2Fplans%3Fq%3D%2520x", BROUGHT);
        assertThat(entered.status()).isEqualTo(303);
        assertThat(entered.header("Location")).isEqualTo("/plans?q=%20x");
        assertThat(entered.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(entered.header("Cache-Control")).isEqualTo("no-store");
        assertThat(entered.head().all("Set-Cookie"))
                .containsExactly(
                        "__Host-Http-stead=" + SECRET + "; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(client.get("/plans", "Cookie: __Host-Http-stead=" + SECRET).body())
                .isEqualTo("ok");
    }

    @Test
    void takesACodeOnceOnly() throws Exception {
        assertThat(enter("code=c0de&to=/x", BROUGHT).status()).isEqualTo(303);
        RawClient.Reply again = enter("code=c0de&to=/x", BROUGHT);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.head().all("Set-Cookie")).isEmpty();
    }

    @Test
    void offersToTryAgain() throws Exception {
        RawClient.Reply page =
                enter(
                        "code=wrong&to=/a%26b%3D%22%3E%3Cscript%3E",
                        BROUGHT + "\r\nAccept: text/html");
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.body())
                .contains("<a href=\"/a&amp;b=&quot;&gt;&lt;script&gt;\">Try again</a>");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: __Host-Http-stead-way=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                "Cookie: __Host-Http-stead-way=w; __Host-Http-stead-way=w",
                "Cookie: __Host-Http-stead-way=",
                "A: b",
            })
    void takesACodeOnlyInTheBrowserThatAskedForItAndSpendsItInAnyOther(String header)
            throws Exception {
        RawClient.Reply reply = enter("code=c0de&to=/", header);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.head().all("Set-Cookie")).isEmpty();
        assertThat(sessions.redeemed).containsExactly("c0de");
        assertThat(enter("code=c0de&to=/", BROUGHT).status()).isEqualTo(400);
    }

    @Test
    void goesOnWhenAnotherTabWasFaster() throws Exception {
        RawClient.Reply reply =
                enter("code=used&to=/deep", BROUGHT + "; __Host-Http-stead=" + SECRET);
        assertThat(reply.status()).isEqualTo(303);
        assertThat(reply.header("Location")).isEqualTo("/deep");
        assertThat(reply.head().all("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "/%5Cevil.example",
                "%2f%2fevil.example",
                "/%2fevil.example",
                "https:evil.example",
                "https%3A%2F%2Fevil.example",
                "/%09/evil.example",
                "/x%0d%0aSet-Cookie:%20a=b",
                "%0d%0a",
                "evil",
                "/%00",
                "/%E2%80%A8",
            })
    void sendsNobodyElsewhere(String to) throws Exception {
        RawClient.Reply reply = enter("code=c0de&to=" + to, BROUGHT);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.head().all("Location")).isEmpty();
        assertThat(reply.head().all("Set-Cookie")).isEmpty();
        assertThat(reply.body()).doesNotContain("evil");
        assertThat(sessions.redeemed).as("somebody may have seen it").containsExactly("c0de");
        assertThat(enter("code=c0de&to=/", BROUGHT).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0de%0d%0aX:%20y", "c0de%00", "", "c0de%20", "c0de;", "%"})
    void takesNoOddCodes(String code) throws Exception {
        RawClient.Reply reply = enter("to=/&code=" + code, BROUGHT);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.head().all("X")).isEmpty();
    }

    @Test
    void answersToGetOnlyAndAfterOneRequestToTheNext() throws Exception {
        assertThat(
                        client.ask(
                                        "POST /.stead/enter?code=c0de HTTP/1.1\r\n"
                                                + "Host: localhost\r\n"
                                                + "Content-Length: 3\r\n"
                                                + BROUGHT
                                                + "\r\n\r\nabc")
                                .status())
                .isEqualTo(405);
        client.send(
                "GET /.stead/enter?code=c0de HTTP/1.1\r\nHost: localhost\r\n"
                        + BROUGHT
                        + "\r\n\r\nGET /.stead/session HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(client.read().header("Location")).isEqualTo("/");
        assertThat(client.read().status()).isEqualTo(401);
    }

    @Test
    void asksControlAboutSoManyCodesOfAnAddress() throws Exception {
        int asked = 400;
        int refused = 0;
        for (int i = 0; i < asked; i++) {
            refused += enter("code=x" + i + "&to=/", BROUGHT).status() == 429 ? 1 : 0;
        }
        assertThat(refused).isPositive();
        assertThat(sessions.redeemed).hasSize(asked - refused);
    }

    @Test
    void saysWhenControlIsNotThere() throws Exception {
        sessions.setBroken(true);
        RawClient.Reply reply = enter("code=c0de&to=/", BROUGHT);
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotEmpty();
    }

    private RawClient.Reply enter(String query, String header) throws IOException {
        return client.get("/.stead/enter?" + query, header);
    }
}
