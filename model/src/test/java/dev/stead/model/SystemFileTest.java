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
                                Optional.empty()));
        assertThat(system.certificate())
                .isEqualTo(new Certificate.Files("tls/site.pem", "/etc/tls/site.key"));
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
                Duration.ofSeconds(20));
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
                                new Access.Groups(List.of("buyers", "staff"))),
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
                ProxyRules.DEFAULT,
                Optional.empty());
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
