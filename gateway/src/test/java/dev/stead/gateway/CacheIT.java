package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.model.Access;
import dev.stead.model.CacheRules;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What is kept of a component's answers, for whom and for how long. */
final class CacheIT {
    private static final CacheRules RULES = new CacheRules(8 << 20, 0);
    private static final String ANN = AccessIT.ANN;
    private static final String BOB = "Cookie: __Host-Http-stead=bob-secret";

    private final MovableClock clock = new MovableClock();
    private final FakeSessions sessions =
            new FakeSessions().with("ann-secret", "ann", "staff").with("bob-secret", "bob");
    private final AtomicInteger count = new AtomicInteger();
    private volatile String headers = "Cache-Control: max-age=60\n";
    private volatile int status = 200;
    @TempDir Path folder;
    private TestGateway gateway;
    private BackEnd backEnd;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        gateway = new TestGateway(folder, sessions, clock);
        backEnd = BackEnd.start("api-1", this::answer);
        gateway.serveWithOwn(
                folder.resolve("own.sock"),
                TestGateway.kept("/", new Access.Public(), RULES, backEnd),
                TestGateway.kept("/in", new Access.SignedIn(), RULES, backEnd));
        client = gateway.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        gateway.close();
        backEnd.close();
    }

    /** Each answer has another number, so that it shows whether it was kept. */
    private boolean answer(Http.Head head, java.io.InputStream in, java.io.OutputStream out)
            throws IOException {
        Http.readBody(head, in);
        int number = count.incrementAndGet();
        boolean unchanged =
                head.header("If-None-Match").filter("\"v1\""::equals).isPresent()
                        && headers.contains("\"v1\"");
        if (unchanged) {
            Http.sendLines(out, "HTTP/1.1 304 X\n" + headers + "\n");
            return true;
        }
        String body = head.method().equals("HEAD") ? "" : "answer " + number;
        Http.sendLines(
                out,
                "HTTP/1.1 "
                        + status
                        + " X\n"
                        + headers
                        + "Content-Length: "
                        + ("answer " + number).length()
                        + "\n\n"
                        + body);
        return true;
    }

    private CacheFigures figures() {
        return java.util.Objects.requireNonNull(gateway.gateway().cacheFigures().get("api"));
    }

    @Test
    void keepsWhatIsFreshAndAsksAgainAfterwards() throws IOException {
        RawClient.Reply first = client.get("/a");
        assertThat(first.header("Cache-Status")).isEqualTo("stead; fwd=uri-miss");
        assertThat(first.header("Age")).isEmpty();
        clock.go(Duration.ofSeconds(59));
        RawClient.Reply second = client.get("/a");
        assertThat(second.body()).isEqualTo("answer 1");
        assertThat(second.header("Age")).isEqualTo("59");
        assertThat(second.header("Cache-Status")).isEqualTo("stead; hit; ttl=1");
        clock.go(Duration.ofSeconds(1));
        assertThat(client.get("/a").body()).isEqualTo("answer 2");
        assertThat(client.get("/a?x").body()).isEqualTo("answer 3");
        assertThat(client.get("/a").body()).isEqualTo("answer 2");
        assertThat(figures().hits()).isEqualTo(2);
        assertThat(figures().memoryBytes()).isBetween(500L, 5_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Cache-Control: no-store, max-age=60\n",
                "Cache-Control: private, max-age=60\n",
                "Cache-Control: max-age=60, private=\"x, y\"\n",
                "Cache-Control: public\n",
                "Cache-Control: max-age=\"no\"\n",
                "Cache-Control: max-age=60\nAge: 60\n",
                "Cache-Control: max-age=60, max-age=0\n",
                "Cache-Control: max-age=60\nSet-Cookie: a=b\n",
                "Cache-Control: max-age=60\nSet-Cookie: a=b; Domain=example.com\n",
                "Cache-Control: max-age=60\nVary: *\n",
                "Cache-Control: max-age=60\nVary: X-Request-Id\n",
                "Cache-Control: no-cache\n",
                "Expires: 0\n",
                "CDN-Cache-Control: no-store\nCache-Control: max-age=60\n",
            })
    void keepsNothingThatMayNotBeKept(String said) throws IOException {
        headers = said;
        assertThat(client.get("/a").body()).isEqualTo("answer 1");
        assertThat(client.get("/a").body()).isEqualTo("answer 2");
        assertThat(client.get("/a").body()).isEqualTo("answer 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: s-maxage=60, max-age=0\n",
                "Expires: Fri, 01 Jan 2100 00:00:00 GMT\n",
                "CDN-Cache-Control: max-age=60\nCache-Control: no-store\n",
                "CDN-Cache-Control: max-age=\nCache-Control: max-age=60\n",
            })
    void keepsWhatIsMarkedInAnotherWay(String said) throws IOException {
        headers = said;
        assertThat(client.get("/a").body()).isEqualTo("answer 1");
        assertThat(client.get("/a").body()).isEqualTo("answer 1");
    }

    @Test
    void keepsNoFailuresAndNoBodiesThatEndWithTheConnection() throws IOException {
        status = 503;
        client.get("/a");
        status = 200;
        assertThat(client.get("/a").body()).isEqualTo("answer 2");
        BackEnd.Handler untilClosed =
                (head, in, out) -> {
                    Http.sendLines(
                            out,
                            "HTTP/1.1 200 OK\nCache-Control: max-age=60\n\nn"
                                    + count.incrementAndGet());
                    return false;
                };
        try (BackEnd other = BackEnd.start("api-2", untilClosed)) {
            gateway.serve(TestGateway.kept("/", new Access.Public(), RULES, other));
            assertThat(client.get("/b").body()).isEqualTo("n3");
            assertThat(client.get("/b").body()).isEqualTo("n4");
        }
    }

    @Test
    void keepsOneForEachValueThatItVariesBy() throws IOException {
        headers = "Cache-Control: max-age=60\nVary: Accept-Language\n";
        String german = "Accept-Language: de";
        assertThat(client.get("/a", german).body()).isEqualTo("answer 1");
        assertThat(client.get("/a").body()).isEqualTo("answer 2");
        assertThat(client.get("/a", german).body()).isEqualTo("answer 1");
        assertThat(client.get("/a").body()).isEqualTo("answer 2");
        assertThat(client.get("/a", "Accept-Language: fr").header("Cache-Status"))
                .isEqualTo("stead; fwd=vary-miss");
    }

    @Test
    void answersPartsHeadsAndConditionsFromWhatIsKept() throws IOException {
        headers = "Cache-Control: max-age=60\nETag: \"v1\"\n";
        client.get("/a");
        RawClient.Reply part = client.get("/a", "Range: bytes=2-4");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("swe");
        assertThat(part.header("Content-Range")).isEqualTo("bytes 2-4/8");
        assertThat(client.get("/a", "Range: bytes=90-").status()).isEqualTo(416);
        assertThat(client.get("/a", "Range: bytes=0-1\r\nIf-Range: \"v0\"").status())
                .isEqualTo(200);
        assertThat(client.get("/a", "If-None-Match: W/\"v1\", \"v9\"").status()).isEqualTo(304);
        assertThat(client.get("/a", "If-None-Match: \"v9\"").body()).isEqualTo("answer 1");
        client.send("HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Http.Head head = client.readHead();
        assertThat(head.header("Content-Length")).contains("8");
        assertThat(head.header("Age")).contains("0");
        assertThat(count).hasValue(1);
    }

    @Test
    void aClientsConditionDoesNotKeepTheWholeFromBeingKept() throws IOException {
        headers = "Cache-Control: max-age=60\nETag: \"v1\"\n";
        assertThat(client.get("/a", "If-None-Match: \"v1\"").status()).isEqualTo(304);
        assertThat(client.get("/a").body()).isEqualTo("answer 1");
    }

    @Test
    void asksWhetherItIsStillRight() throws IOException {
        headers = "Cache-Control: max-age=60\nETag: \"v1\"\nX-Old: 1\n";
        client.get("/a");
        clock.go(Duration.ofSeconds(61));
        headers = "Cache-Control: max-age=90\nETag: \"v1\"\nX-Old: 2\n";
        RawClient.Reply still = client.get("/a");
        assertThat(still.body()).isEqualTo("answer 1");
        assertThat(still.header("X-Old")).isEqualTo("2");
        assertThat(still.header("Cache-Status")).isEqualTo("stead; fwd=stale");
        clock.go(Duration.ofSeconds(80));
        assertThat(client.get("/a").body()).isEqualTo("answer 1");
        assertThat(count).hasValue(2);
        assertThat(figures().revalidated()).isEqualTo(1);
    }

    @Test
    void whoAsksWhetherItIsStillRightGetsTheCookiesOfTheAnswer() throws IOException {
        headers = "Cache-Control: max-age=60\nETag: \"v1\"\n";
        client.get("/a");
        clock.go(Duration.ofSeconds(61));
        headers = "Cache-Control: max-age=60\nETag: \"v1\"\nSet-Cookie: a=1\nSet-Cookie: b=2\n";
        RawClient.Reply still = client.get("/a");
        assertThat(still.body()).isEqualTo("answer 1");
        assertThat(still.head().all("Set-Cookie")).containsExactly("a=1", "b=2");
        headers = "Cache-Control: max-age=60\nETag: \"v1\"\n";
        assertThat(client.get("/a").body()).isEqualTo("answer 3");
        assertThat(client.get("/a").head().all("Set-Cookie")).isEmpty();
        assertThat(count).hasValue(3);
    }

    @Test
    void keepsNothingByLongValuesThatAClientChooses() throws IOException {
        headers = "Cache-Control: public, max-age=60\nVary: Accept-Encoding, Accept-Language\n";
        String odd = "Accept-Encoding: " + "x".repeat(600) + "\r\nAccept-Language: ";
        assertThat(client.get("/a", odd + "y".repeat(600)).body()).isEqualTo("answer 1");
        assertThat(client.get("/a", odd + "y".repeat(600)).body()).isEqualTo("answer 2");
        assertThat(client.get("/a", odd + "de").body()).isEqualTo("answer 3");
        assertThat(client.get("/a", odd + "de").body()).isEqualTo("answer 3");
        assertThat(client.get("/a").body()).isEqualTo("answer 4");
        assertThat(client.get("/a").body()).isEqualTo("answer 4");
    }

    @Test
    void doesWhatClientsAskOfACache() throws IOException {
        client.get("/a");
        clock.go(Duration.ofSeconds(10));
        assertThat(client.get("/a", "Cache-Control: max-age=10").body()).isEqualTo("answer 1");
        assertThat(client.get("/a", "Cache-Control: max-age=9").body()).isEqualTo("answer 2");
        clock.go(Duration.ofSeconds(10));
        assertThat(client.get("/a", "Cache-Control: min-fresh=51").body()).isEqualTo("answer 3");
        assertThat(client.get("/a", "Pragma: no-cache").body()).isEqualTo("answer 4");
        assertThat(client.get("/a", "Cache-Control: no-store").body()).isEqualTo("answer 5");
        assertThat(client.get("/a", "Cache-Control: only-if-cached").body()).isEqualTo("answer 4");
        assertThat(client.get("/b", "Cache-Control: only-if-cached").status()).isEqualTo(504);
    }

    @Test
    void givesStaleOnesWhileOneRequestAsksAnew() throws IOException {
        headers = "Cache-Control: max-age=10, stale-while-revalidate=20\n";
        client.get("/a");
        clock.go(Duration.ofSeconds(29));
        RawClient.Reply stale = client.get("/a");
        assertThat(stale.body()).isEqualTo("answer 1");
        assertThat(stale.header("Cache-Status")).isEqualTo("stead; hit; ttl=-19");
        await().until(() -> client.get("/a").body().equals("answer 2"));
        assertThat(count).hasValue(2);
        clock.go(Duration.ofSeconds(30));
        assertThat(client.get("/a").body()).isEqualTo("answer 3");
    }

    @Test
    void givesStaleOnesWhenTheComponentFails() throws IOException {
        headers = "Cache-Control: max-age=10, stale-if-error=20\n";
        client.get("/a");
        clock.go(Duration.ofSeconds(29));
        status = 500;
        assertThat(client.get("/a").body()).isEqualTo("answer 1");
        clock.go(Duration.ofSeconds(1));
        assertThat(client.get("/a").status()).isEqualTo(500);
        headers = "Cache-Control: max-age=10, stale-if-error=20, must-revalidate\n";
        status = 200;
        client.get("/b");
        clock.go(Duration.ofSeconds(11));
        status = 500;
        assertThat(client.get("/b").status()).isEqualTo(500);
    }

    @Test
    void forgetsWhatASuccessfulChangeIsMadeTo() throws IOException {
        client.get("/a");
        client.get("/b");
        String post = "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
        status = 404;
        client.ask(post);
        status = 200;
        assertThat(client.get("/a").body()).isEqualTo("answer 1");
        client.ask(post);
        assertThat(client.get("/a").body()).isEqualTo("answer 5");
        assertThat(client.get("/b").body()).isEqualTo("answer 2");
    }

    @Test
    void nobodyGetsWhatWasMadeForAnotherAccount() throws IOException {
        assertThat(client.get("/a", ANN).body()).isEqualTo("answer 1");
        assertThat(client.get("/a", BOB).body()).isEqualTo("answer 2");
        assertThat(client.get("/a").body()).isEqualTo("answer 3");
        assertThat(client.get("/a", ANN).body()).isEqualTo("answer 1");
        assertThat(client.get("/a", BOB).body()).isEqualTo("answer 2");
        assertThat(client.get("/a").body()).isEqualTo("answer 3");
        headers = "Cache-Control: public, max-age=60\n";
        assertThat(client.get("/b", ANN).body()).isEqualTo("answer 4");
        assertThat(client.get("/b", BOB).body()).isEqualTo("answer 4");
        assertThat(client.get("/b").body()).isEqualTo("answer 4");
        assertThat(client.get("/in/b", ANN).body()).isEqualTo("answer 5");
        assertThat(client.get("/in/b", BOB).body()).isEqualTo("answer 6");
        assertThat(client.get("/in/b", ANN).body()).isEqualTo("answer 5");
        assertThat(client.get("/in/b").status()).isIn(302, 303, 401);
    }

    @Test
    void nobodyWithoutTheRightGetsWhatIsKept() throws IOException {
        assertThat(client.get("/in/a", ANN).body()).isEqualTo("answer 1");
        sessions.end("ann-secret");
        assertThat(client.get("/in/a", ANN).status()).isIn(302, 303, 401);
    }

    @Test
    void requestsWithCredentialsNeedAnExplicitMark() throws IOException {
        for (String with : new String[] {"Authorization: Basic eDp5", "Cookie: id=7"}) {
            headers = "Cache-Control: max-age=60\n";
            String path = "/" + with.charAt(0);
            int first = count.get() + 1;
            assertThat(client.get(path, with).body()).isEqualTo("answer " + first);
            assertThat(client.get(path, with).body()).isEqualTo("answer " + (first + 1));
            assertThat(client.get(path).body()).isEqualTo("answer " + (first + 2));
            assertThat(client.get(path, with).body()).isEqualTo("answer " + (first + 3));
            headers = "Cache-Control: s-maxage=60\n";
            assertThat(client.get(path + "s", with).body()).isEqualTo("answer " + (first + 4));
            assertThat(client.get(path + "s").body()).isEqualTo("answer " + (first + 4));
        }
    }

    @Test
    void purgesAPathOrAll() throws IOException {
        for (String path : new String[] {"/news", "/news/1", "/newsletter", "/n?x"}) {
            client.get(path);
        }
        assertThat(gateway.gateway().purge("api", Optional.of("/news"))).isEqualTo(2);
        assertThat(client.get("/newsletter").body()).isEqualTo("answer 3");
        assertThat(client.get("/news").body()).isEqualTo("answer 5");
        assertThat(gateway.gateway().purge("api", Optional.empty())).isEqualTo(3);
        assertThat(client.get("/n?x").body()).isEqualTo("answer 6");
        assertThat(gateway.gateway().purge("other", Optional.empty())).isZero();
    }

    @Test
    void purgesAPathWithHoweverManySlashes() throws IOException {
        client.get("//news///today?x");
        assertThat(client.get("//news///today?x").body()).isEqualTo("answer 1");
        assertThat(gateway.gateway().purge("api", Optional.of("//news/today"))).isEqualTo(1);
        assertThat(client.get("//news///today?x").body()).isEqualTo("answer 2");
    }

    @Test
    void staysWithinItsMemory() throws IOException {
        try (BackEnd large = BackEnd.start("api-2", CacheIT::large)) {
            gateway.serve(
                    TestGateway.kept("/", new Access.Public(), new CacheRules(1 << 20, 0), large));
            for (int i = 0; i < 60; i++) {
                assertThat(client.get("/" + i).body()).hasSize(60_000);
            }
            assertThat(figures().memoryBytes()).isBetween(500_000L, 1L << 20);
            assertThat(figures().evicted()).isGreaterThan(20);
        }
    }

    private static boolean large(Http.Head head, java.io.InputStream in, java.io.OutputStream out)
            throws IOException {
        Http.sendLines(
                out,
                "HTTP/1.1 200 X\nCache-Control: max-age=60\nContent-Length: 60000\n\n"
                        + "x".repeat(60_000));
        return true;
    }
}
