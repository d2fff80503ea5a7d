package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.gateway.CacheModel.Asked;
import dev.stead.gateway.CacheModel.Exchange;
import dev.stead.gateway.CacheModel.Said;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * No stale and no foreign answer, whatever is asked and answered in whatever order: random requests
 * of several accounts, random answers, a clock that jumps; {@link CacheModel} judges each answer.
 */
final class CacheModelIT {
    private static final String[] ACCOUNTS = {"", "ann", "bob"};
    private static final String[] LANGUAGES = {"", "de", "fr"};
    private static final long[] TIMES = {0, 1, 5, 10, 30, 60};

    private final MovableClock clock = new MovableClock();
    private final CacheModel model = new CacheModel();
    private final AtomicInteger order = new AtomicInteger();
    private final Map<String, Integer> current = new HashMap<>();
    private final FakeSessions sessions =
            new FakeSessions().with("ann-secret", "ann").with("bob-secret", "bob");
    @TempDir Path folder;
    private SplittableRandom random = new SplittableRandom(1);
    private volatile Asked asking = request(new SplittableRandom(1));
    private volatile Said script = said(new SplittableRandom(1));
    private volatile boolean failed;
    private int nextBody;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noAnswerIsStaleOrForeign(long seed) throws IOException {
        random = new SplittableRandom(seed);
        CacheRules rules = new CacheRules(1 << 20, random.nextBoolean() ? 1 << 20 : 0);
        try (BackEnd backEnd = BackEnd.start("api-1", this::answer);
                TestGateway gateway = new TestGateway(folder, sessions, clock)) {
            gateway.serveWithOwn(
                    folder.resolve("own.sock"),
                    TestGateway.kept("/", new Access.Public(), rules, backEnd),
                    TestGateway.kept("/in", new Access.SignedIn(), rules, backEnd));
            try (RawClient client = gateway.connect()) {
                for (int i = 0; i < TestGateway.count(4_000, 200_000); i++) {
                    step(gateway, client, i);
                    backEnd.requests().clear();
                }
            }
            CacheFigures figures = gateway.gateway().cacheFigures().get("api");
            assertThat(figures).isNotNull();
            long all = figures.hits() + figures.misses() + figures.stale() + figures.passed();
            assertThat(figures.hits()).isGreaterThan(all / 20);
            assertThat(figures.stale()).isPositive();
            assertThat(figures.revalidated()).isPositive();
        }
    }

    private void step(TestGateway gateway, RawClient client, int number) throws IOException {
        clock.go(Duration.ofSeconds(TIMES[random.nextInt(TIMES.length)] / (1 + random.nextInt(9))));
        if (random.nextInt(4) > 0) {
            asking = request(random);
        }
        synchronized (this) {
            script = said(random);
            failed = false;
        }
        if (random.nextInt(60) == 0) {
            gateway.gateway().purge("api", Optional.of(asking.path()));
            model.changed(asking.path(), order.getAndIncrement());
        }
        int since = order.get();
        if (random.nextInt(15) == 0) {
            change(client);
        } else {
            look(client, since, number);
        }
        if (gateway.gateway().inFlight("api") > 0) {
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> gateway.gateway().inFlight("api") == 0);
        }
    }

    private void change(RawClient client) throws IOException {
        RawClient.Reply reply =
                client.ask(
                        "POST "
                                + asking.path()
                                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                                + credentials()
                                + "\r\n");
        if (reply.status() < 400) {
            model.changed(asking.path(), order.getAndIncrement());
        }
    }

    private String credentials() {
        return (asking.account().isEmpty()
                        ? ""
                        : "Cookie: __Host-Http-stead=" + asking.account() + "-secret\r\n")
                + (asking.credentials() ? "Authorization: Basic eDp5\r\n" : "");
    }

    private void look(RawClient client, int since, int number) throws IOException {
        boolean head = random.nextInt(10) == 0;
        client.send(
                (head ? "HEAD " : "GET ")
                        + asking.path()
                        + " HTTP/1.1\r\nHost: localhost\r\n"
                        + credentials()
                        + (asking.language().isEmpty()
                                ? ""
                                : "Accept-Language: " + asking.language() + "\r\n")
                        + wishes()
                        + extras()
                        + "\r\n");
        RawClient.Reply reply = head ? new RawClient.Reply(client.readHead(), "") : client.read();
        if (reply.status() >= 500 || reply.status() == 416) {
            return;
        }
        int body = Integer.parseInt(reply.header("X-Body"));
        if (reply.status() == 200 && !head) {
            assertThat(reply.body()).as("step %s", number).isEqualTo("body " + body);
        }
        boolean stumbled;
        synchronized (this) {
            stumbled = failed;
        }
        Optional<String> wrong = model.wrong(asking, body, since, stumbled, clock.millis() / 1000);
        assertThat(wrong)
                .as("step %s: %s answered %s with %s", number, asking, reply.head(), body)
                .isEmpty();
    }

    private String wishes() {
        StringBuilder wishes = new StringBuilder();
        wishes.append(asking.noStore() ? ", no-store" : "");
        wishes.append(asking.noCache() ? ", no-cache" : "");
        asking.maxAge().ifPresent(it -> wishes.append(", max-age=").append(it));
        asking.minFresh().ifPresent(it -> wishes.append(", min-fresh=").append(it));
        return wishes.isEmpty() ? "" : "Cache-Control: " + wishes.substring(2) + "\r\n";
    }

    private String extras() {
        return switch (random.nextInt(12)) {
            case 0 -> "Range: bytes=1-2\r\n";
            case 1 -> "If-None-Match: \"b" + random.nextInt(nextBody + 1) + "\"\r\n";
            default -> "";
        };
    }

    private static Asked request(SplittableRandom random) {
        boolean open = random.nextInt(4) > 0;
        boolean plain = random.nextInt(4) > 0;
        return new Asked(
                open ? "/p" + random.nextInt(3) : "/in/q",
                open,
                open ? ACCOUNTS[random.nextInt(3)] : ACCOUNTS[1 + random.nextInt(2)],
                random.nextInt(8) == 0,
                LANGUAGES[random.nextInt(3)],
                !plain && random.nextInt(6) == 0,
                !plain && random.nextInt(4) == 0,
                plain ? OptionalLong.empty() : some(random, 3),
                plain ? OptionalLong.empty() : some(random, 4));
    }

    private static OptionalLong some(SplittableRandom random, int oneOf) {
        return random.nextInt(oneOf) == 0
                ? OptionalLong.of(TIMES[random.nextInt(TIMES.length)])
                : OptionalLong.empty();
    }

    private static Said said(SplittableRandom random) {
        int status = random.nextInt(10) == 0 ? 500 : random.nextInt(10) == 0 ? 404 : 200;
        return new Said(
                status,
                random.nextInt(4) > 0
                        ? OptionalLong.of(TIMES[random.nextInt(TIMES.length)])
                        : OptionalLong.empty(),
                some(random, 6),
                some(random, 5),
                random.nextInt(5) == 0 ? random.nextInt(20) : 0,
                random.nextInt(20) == 0,
                random.nextInt(20) == 0,
                random.nextInt(12) == 0,
                random.nextInt(8) == 0,
                random.nextInt(3) == 0,
                some(random, 3).orElse(0),
                some(random, 3).orElse(0),
                switch (random.nextInt(12)) {
                    case 0 -> "*";
                    case 1, 2, 3 -> "Accept-Language";
                    default -> "";
                },
                random.nextInt(20) == 0,
                random.nextInt(2) == 0);
    }

    /** What the component says is drawn by the test; whether it has changed is drawn here. */
    private synchronized boolean answer(Http.Head head, InputStream in, OutputStream out)
            throws IOException {
        Http.readBody(head, in);
        Said said = script;
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            Http.reply(out, said.status(), "");
            return true;
        }
        if (said.status() >= 500) {
            failed = true;
            Http.reply(out, 500, head.method().equals("HEAD") ? "" : "oops");
            return true;
        }
        String variant =
                head.target()
                        + head.header("X-Stead-User")
                        + head.header("Accept-Language")
                        + head.header("Authorization");
        int known = current.getOrDefault(variant, -1);
        boolean unchanged =
                known >= 0
                        && said.etag()
                        && head.header("If-None-Match")
                                .filter(("\"b" + known + "\"")::equals)
                                .isPresent();
        int body = unchanged ? known : ++nextBody;
        current.put(variant, body);
        model.exchanged(
                new Exchange(order.getAndIncrement(), asking, body, said, clock.millis() / 1000));
        String text = "body " + body;
        Http.sendLines(
                out,
                "HTTP/1.1 "
                        + (unchanged ? 304 : said.status())
                        + " X\nX-Body: "
                        + body
                        + "\n"
                        + headers(said, body)
                        + (unchanged ? "\n" : "Content-Length: " + text.length() + "\n\n")
                        + (unchanged || head.method().equals("HEAD") ? "" : text));
        return true;
    }

    private String headers(Said said, int body) {
        StringBuilder control = new StringBuilder();
        said.maxAge().ifPresent(it -> control.append(", max-age=").append(it));
        said.sMaxAge().ifPresent(it -> control.append(", s-maxage=").append(it));
        control.append(said.noStore() ? ", no-store" : "");
        control.append(said.isPrivate() ? ", Private" : "");
        control.append(said.noCache() ? ",no-cache" : "");
        control.append(said.mustRevalidate() ? ", must-revalidate" : "");
        control.append(said.isPublic() ? ", PUBLIC" : "");
        if (said.whileRevalidate() > 0) {
            control.append(", stale-while-revalidate=").append(said.whileRevalidate());
        }
        if (said.ifError() > 0) {
            control.append(", stale-if-error=").append(said.ifError());
        }
        String date = HttpDates.format(clock.instant());
        return "Date: "
                + date
                + "\n"
                // A 304 changes only what it names, so that each name is there each time.
                + "Cache-Control: x"
                + control
                + "\nExpires: "
                + said.expiresIn().stream()
                        .mapToObj(it -> HttpDates.format(clock.instant().plusSeconds(it)))
                        .findFirst()
                        .orElse("")
                + "\n"
                + (said.age() > 0 ? "Age: " + said.age() + "\n" : "")
                + "Vary: "
                + said.vary()
                + "\n"
                + (said.setCookie() ? "Set-Cookie: a=b\n" : "")
                + (said.etag() ? "ETag: \"b" + body + "\"\n" : "");
    }
}
