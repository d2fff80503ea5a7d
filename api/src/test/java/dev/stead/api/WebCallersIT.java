package dev.stead.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Whose a request is taken to be, by what is sent over a real connection. */
final class WebCallersIT {
    private static final String OWN = "https://stead.planning.localhost";
    private static final String COOKIE = SessionCookie.NAME + "=secret";

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
    private HttpServer server;

    @BeforeEach
    void start() {
        WebCallers callers = new WebCallers(() -> OWN, ApiDocuments.deaf(Accounts.class));
        server =
                vertx.createHttpServer()
                        .requestHandler(request -> {
                            try {
                                Caller caller = callers.of(request);
                                outcomes.add(text(caller));
                            } catch (RuntimeException e) {
                                outcomes.add("refused");
                            }
                            var _ = request.response().end();
                        })
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
    }

    @AfterEach
    void stop() {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static String text(Caller caller) {
        return switch (caller) {
            case Caller.Owner(String name) -> "owner " + name;
            case Caller.Session session -> "session " + session.secret() + " " + session.address();
            case Caller.Token token -> "token " + token.secret() + " " + token.address();
        };
    }

    private String sent(String method, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("X-Forwarded-For", "192.0.2.1"));
        all.addAll(Arrays.asList(headers));
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + server.actualPort() + "/v1/me"))
                        .headers(all.toArray(String[]::new))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        var _ = client.send(request, HttpResponse.BodyHandlers.discarding());
        return outcomes.take();
    }

    @Test
    void aTokenNeedsNoOriginAndLeavesTheCookieOut() throws Exception {
        assertThat(sent("POST", "Authorization", "Bearer stead_x", "Cookie", COOKIE))
                .isEqualTo("token stead_x 192.0.2.1");
        assertThat(sent("GET", "Authorization", "bearer stead_x"))
                .isEqualTo("token stead_x 192.0.2.1");
        assertThat(sent("GET", "Authorization", "Basic YTpi")).isEqualTo("token  192.0.2.1");
    }

    @Test
    void aCookieCountsWhereSteadsOwnPagesAsk() throws Exception {
        String session = "session secret 192.0.2.1";

        assertThat(sent("GET", "Cookie", COOKIE)).isEqualTo(session);
        assertThat(sent("GET", "Cookie", COOKIE, "Sec-Fetch-Site", "none")).isEqualTo(session);
        assertThat(sent("GET", "Cookie", COOKIE, "Sec-Fetch-Site", "same-origin"))
                .isEqualTo(session);
        assertThat(sent("POST", "Cookie", COOKIE, "Origin", OWN)).isEqualTo(session);
        assertThat(sent("POST", "Cookie", COOKIE, "Origin", OWN, "Sec-Fetch-Site", "same-origin"))
                .isEqualTo(session);
    }

    @Test
    void aCookieThatAnotherOriginSendsIsRefused() throws Exception {
        for (String origin :
                List.of(
                        "https://planning.localhost",
                        "https://evil.planning.localhost",
                        "https://stead.planning.localhost:8443",
                        "http://stead.planning.localhost",
                        "null")) {
            assertThat(sent("POST", "Cookie", COOKIE, "Origin", origin))
                    .as(origin)
                    .isEqualTo("refused");
            assertThat(sent("GET", "Cookie", COOKIE, "Origin", origin))
                    .as(origin)
                    .isEqualTo("refused");
        }
        for (String site : List.of("same-site", "cross-site")) {
            assertThat(sent("GET", "Cookie", COOKIE, "Sec-Fetch-Site", site)).isEqualTo("refused");
            assertThat(sent("POST", "Cookie", COOKIE, "Sec-Fetch-Site", site)).isEqualTo("refused");
        }
        assertThat(sent("POST", "Cookie", COOKIE, "Sec-Fetch-Site", "none")).isEqualTo("refused");
        assertThat(sent("DELETE", "Cookie", COOKIE)).isEqualTo("refused");
    }

    @Test
    void withoutACookieNobodyAsks() throws Exception {
        assertThat(sent("POST", "Origin", "https://evil.example.com"))
                .isEqualTo("session  192.0.2.1");
        assertThat(sent("GET", "Cookie", COOKIE + "; " + SessionCookie.NAME + "=planted"))
                .isEqualTo("session  192.0.2.1");
    }
}
