package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

class SystemFileTest {
    @Test
    void readsTheTasteOfTheDesign() {
        var system = read("planning");
        assertThat(system.name()).isEqualTo("planning");
        assertThat(system.domain()).isEqualTo("planning.localhost");
        assertThat(system.listen()).isEqualTo(Listen.DEFAULT);
        assertThat(system.certificate()).isEqualTo(new Certificate.LocalAuthority());
        assertThat(system.components())
                .containsExactly(
                        new Site(
                                "ui",
                                "./ui",
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of(
                                        new Route(
                                                "planning.localhost",
                                                "/",
                                                false,
                                                new Access.SignedIn()))),
                        new Service(
                                "api",
                                List.of("gunicorn", "--bind", "127.0.0.1:${PORT}", "api:app"),
                                Optional.of("./api"),
                                List.of(),
                                List.of("gunicorn", "python3-flask", "python3-psycopg2"),
                                new TreeMap<>(),
                                List.of(
                                        new Route(
                                                "planning.localhost",
                                                "/api",
                                                false,
                                                new Access.SignedIn())),
                                Optional.of(Health.of(new Health.Http("/api/health"))),
                                2,
                                List.of("db", "cache"),
                                Limits.NONE,
                                Duration.ofSeconds(10),
                                ProxyRules.DEFAULT,
                                Optional.empty()),
                        new Service(
                                "tasks",
                                List.of("celery", "-A", "tasks", "worker"),
                                Optional.of("./api"),
                                List.of(),
                                List.of(),
                                new TreeMap<>(),
                                List.of(),
                                Optional.empty(),
                                1,
                                List.of("db", "cache"),
                                Limits.NONE,
                                Duration.ofSeconds(10),
                                ProxyRules.DEFAULT,
                                Optional.empty()),
                        new Postgres("db", 15, new TreeMap<>(), List.of(), Limits.NONE),
                        new Redis("cache", 7, new TreeMap<>(), List.of(), Limits.NONE));
    }

    @Test
    void readsEveryKey() {
        var system = read("everything");
        assertThat(system.domain()).isEqualTo("shop.example.com");
        assertThat(system.listen())
                .isEqualTo(
                        new Listen(
                                List.of("192.0.2.7", "2001:db8::7"),
                                OptionalInt.of(8443),
                                OptionalInt.of(8080),
                                Optional.of(
                                        new FrontProxy(
                                                ranges("10.0.0.0/28", "2001:db8:1::5"),
                                                FrontProxy.By.PROXY_PROTOCOL))));
        assertThat(system.certificate())
                .isEqualTo(
                        new Certificate.Several(
                                List.of(
                                        new Certificate.Files("tls/site.pem", "/etc/tls/site.key"),
                                        new Certificate.Files("tls/org.pem", "tls/org.key"))));
        assertThat(system.traffic()).isEqualTo(traffic());
        assertThat(system.signIn())
                .isEqualTo(new SignInRules(Duration.ofHours(8), Duration.ofMinutes(30)));
        assertThat(system.component("pages"))
                .contains(
                        new Site(
                                "pages",
                                "/srv/pages",
                                Optional.of("app/index.html"),
                                List.of("npm ci", "npm run build"),
                                List.of("npm"),
                                List.of(
                                        new Route(
                                                "shop.example.com",
                                                "/",
                                                false,
                                                new Access.SignedIn()),
                                        new Route(
                                                "www.shop.example.com",
                                                "/",
                                                false,
                                                new Access.Public()))));
        assertThat(system.component("store-db"))
                .contains(
                        new MariaDb(
                                "store-db",
                                10,
                                settings(Map.of("max_connections", "50", "sql_mode", "STRICT")),
                                List.of("mariadb-backup"),
                                new Limits(
                                        OptionalLong.of(1L << 30),
                                        OptionalDouble.empty(),
                                        OptionalInt.empty())));
        assertThat(system.component("shop")).contains(shop());
        assertThat(system.component("blog")).contains(blog());
    }

    private static Php blog() {
        ProxyRules usual = ProxyRules.DEFAULT;
        SortedMap<String, EnvValue> env = new TreeMap<>();
        env.put("MODE", new EnvValue.Literal("live"));
        env.put("SALT", new EnvValue.Secret("salt", true));
        return new Php(
                "blog",
                "./blog/web",
                Optional.of("app/index.php"),
                List.of("composer install"),
                List.of("php-mysql"),
                env,
                List.of(new Route("shop.example.com", "/blog", false, new Access.Public())),
                4,
                List.of("store-db"),
                new Limits(OptionalLong.of(1L << 30), OptionalDouble.empty(), OptionalInt.empty()),
                Duration.ofSeconds(20),
                new ProxyRules(
                        usual.body(),
                        usual.connect(),
                        Duration.ofMinutes(2),
                        usual.stall(),
                        usual.concurrency(),
                        usual.queue(),
                        usual.sticky(),
                        usual.slowStart(),
                        usual.breaker(),
                        usual.proxyProtocol()),
                Optional.of(new CacheRules(16L << 20, 0)));
    }

    private static TrafficRules traffic() {
        return new TrafficRules(
                OptionalInt.of(10_000),
                OptionalLong.of(256L << 20),
                new TrafficRules.PerAddress(
                        200, new TrafficRules.Rate(100, 500), new TrafficRules.Rate(10, 50)),
                new TrafficRules.PerAccount(
                        new TrafficRules.Rate(200, 300), new TrafficRules.Rate(7, 35)),
                new AddressRules(ranges("0.0.0.0/0"), ranges("192.0.2.0/24", "198.51.100.7")),
                new TrafficRules.LogRules(true, List.of("email", "x[y]"), 256L << 20));
    }

    private static ProxyRules proxy() {
        return new ProxyRules(
                OptionalLong.of(100L << 20),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofSeconds(30),
                OptionalInt.of(50),
                new ProxyRules.Queue(200, Duration.ofSeconds(5)),
                true,
                Duration.ZERO,
                new ProxyRules.Breaker(3, Duration.ofSeconds(30)),
                true);
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(t -> Cidr.parse(t).orElseThrow()).toList();
    }

    private static Service shop() {
        SortedMap<String, EnvValue> env = new TreeMap<>();
        env.put("DEBUG", new EnvValue.Literal("false"));
        env.put("DSN", new EnvValue.Literal("mysql:${STORE_DB_HOST}"));
        env.put("PEPPER", new EnvValue.Secret("pepper", true));
        env.put("PAY_TOKEN", new EnvValue.Secret("pay-token", false));
        env.put("WORKERS", new EnvValue.Literal("4"));
        return new Service(
                "shop",
                List.of("sh", "-c", "exec php -S 127.0.0.1:$PORT -t public"),
                Optional.of("."),
                List.of("composer install"),
                List.of("php-cli"),
                env,
                List.of(
                        new Route("api.shop.example.com", "/v1", true, new Access.SignedIn()),
                        new Route(
                                "shop.example.org",
                                "/",
                                false,
                                new Access.Groups(List.of("buyers", "staff")),
                                new AddressRules(ranges("10.0.0.0/8"), ranges("10.1.0.0/16"))),
                        new Route("shop.example.com", "/cart", false, new Access.SignedIn())),
                Optional.of(
                        new Health(
                                new Health.Command(List.of("bin/check", "it's well")),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(1),
                                5,
                                Duration.ofSeconds(90))),
                3,
                List.of("store-db"),
                new Limits(
                        OptionalLong.of(1_500_000_000L),
                        OptionalDouble.of(0.5),
                        OptionalInt.of(100)),
                Duration.ofHours(1),
                proxy(),
                Optional.of(new CacheRules(128L << 20, 1L << 30)));
    }

    @Test
    void readsTheShortFormsOfWhatTheGatewayDoes() {
        var system = read("acme");
        assertThat(system.certificate())
                .isEqualTo(
                        new Certificate.Acme(
                                Optional.empty(),
                                Optional.of("ops@example.com"),
                                Optional.empty()));
        assertThat(system.traffic().log().on()).isFalse();
        assertThat(system.traffic().from())
                .isEqualTo(new AddressRules(ranges("2001:db8::/32"), List.of()));
        assertThat(system.traffic().address()).isEqualTo(TrafficRules.DEFAULT.address());
        var api = (Service) system.component("api").orElseThrow();
        assertThat(api.cache()).contains(new CacheRules(64L << 20, 0));
        assertThat(api.proxy().breaker().failures()).isZero();
        assertThat(api.proxy().queue()).isEqualTo(ProxyRules.DEFAULT.queue());
    }

    @Test
    void readsAnAuthorityOfOnesOwnAndAProxyThatForwards() {
        var system = read("own-authority");
        assertThat(system.certificate())
                .isEqualTo(
                        new Certificate.Acme(
                                Optional.of("https://ca.shop.internal:14000/dir"),
                                Optional.empty(),
                                Optional.of("tls/ca.pem")));
        assertThat(system.listen().front())
                .contains(new FrontProxy(ranges("10.0.0.5"), FrontProxy.By.FORWARDED_FOR));
    }

    @Test
    void everyAbsentKeyMeansTheDefaultOfItsRecord() {
        var system = read("empty-rules");
        assertThat(system.traffic()).isEqualTo(TrafficRules.DEFAULT);
        var api = (Service) system.component("api").orElseThrow();
        assertThat(api.proxy()).isEqualTo(ProxyRules.DEFAULT);
    }

    @Test
    void readsAnchorsAndQuotedNumbers() {
        var system = read("anchors");
        assertThat(system.listen().https()).hasValue(8443);
        assertThat(system.component("one").orElseThrow().needs()).containsExactly("db");
        assertThat(((Service) system.component("two").orElseThrow()).limits())
                .isEqualTo(((Service) system.component("one").orElseThrow()).limits())
                .isNotEqualTo(Limits.NONE);
        assertThat(((Service) system.component("on").orElseThrow()).command())
                .containsExactly("true");
    }

    private static SortedMap<String, String> settings(Map<String, String> settings) {
        return new TreeMap<>(settings);
    }

    private static SystemSpec read(String name) {
        var reading = SystemFile.read(TestFiles.text("right/" + name + ".yaml"), _ -> true);
        return switch (reading) {
            case SystemFile.Reading.Right(SystemSpec system) -> system;
            case SystemFile.Reading.Wrong(List<Problem> problems) ->
                    throw new AssertionError(problems);
        };
    }
}
