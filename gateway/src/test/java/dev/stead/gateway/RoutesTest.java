package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable.Engines;
import dev.stead.model.Access;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

final class RoutesTest {
    private final Routes routes =
            new Routes(
                    Map.of(
                            "Planning.localhost", destinations("/", "/api", "/api/v2/files"),
                            "api.localhost", destinations("/only")));

    @Test
    void prefersTheLongestPrefixOfWholeSegments() {
        assertThat(find("planning.localhost", "/")).contains("/");
        assertThat(find("planning.localhost", "/other/api")).contains("/");
        assertThat(find("planning.localhost", "/api")).contains("/api");
        assertThat(find("planning.localhost", "/api/")).contains("/api");
        assertThat(find("planning.localhost", "/apis")).contains("/");
        assertThat(find("planning.localhost", "/api/v2")).contains("/api");
        assertThat(find("planning.localhost", "/api/v2/files")).contains("/api/v2/files");
        assertThat(find("planning.localhost", "/api/v2/files/1/2/3")).contains("/api/v2/files");
        assertThat(find("planning.localhost", "/api/v2/filesystem")).contains("/api");
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(find("api.localhost", "/")).isEmpty();
        assertThat(find("api.localhost", "/other")).isEmpty();
        assertThat(find("api.localhost", "/only/this")).contains("/only");
        assertThat(find("localhost", "/")).isEmpty();
    }

    @Test
    void knowsHostsWithHostsBelow() {
        assertThat(new Routes(Map.of("h", destinations("/"))).host("h").orElseThrow().isParent())
                .isFalse();
        Routes nested =
                new Routes(
                        Map.of(
                                "H.example", destinations("/"),
                                "a.b.h.Example", destinations("/"),
                                "xh.example", destinations("/")));
        assertThat(nested.host("h.example").orElseThrow().isParent()).isTrue();
        assertThat(nested.host("a.b.h.example").orElseThrow().isParent()).isFalse();
        assertThat(nested.host("xh.example").orElseThrow().isParent()).isFalse();
    }

    @Test
    void findsOneHostAmongManyWithoutLookingAtThemAll() {
        Map<String, Map<String, Destination>> many = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            many.put("h" + i + ".localhost", destinations("/", "/p" + i));
        }
        Routes large = new Routes(many);
        for (int i = 0; i < 10_000; i++) {
            assertThat(large.host("h" + i + ".localhost").orElseThrow().find("/p" + i + "/x"))
                    .isPresent();
        }
    }

    /** Whoever had an engine open must not end up at what is around it. */
    @Test
    void leadsNowhereElseByTheNameOfAnEngine() {
        Engines engines = new Engines("h", Set.of("notebook"), List.of());
        Map<String, Destination> paths = destinations("/", "/engines");
        paths.put("/engines/notebook-7", engine("/engines/notebook-7"));
        Routes here =
                new Routes(
                        Map.of("h", paths),
                        Optional.empty(),
                        EngineNames.of(engines),
                        new Routes(Map.of()));
        Routes.Host host = here.host("h").orElseThrow();
        assertThat(host.find("/engines/notebook-7/x").map(RoutesTest::path))
                .contains("/engines/notebook-7");
        assertThat(host.find("/engines/notebook-8")).isEmpty();
        assertThat(host.find("/engines/notebook-8/x")).isEmpty();
        assertThat(host.find("/engines/notebook-78")).isEmpty();
        assertThat(host.find("/engines/notebook-x").map(RoutesTest::path)).contains("/engines");
        assertThat(host.find("/engine").map(RoutesTest::path)).contains("/");
        assertThat(host.isParent()).isTrue();
    }

    private static Destination engine(String path) {
        return new Destination.Proxied(
                Passage.Kind.COMPONENT,
                new Route("h", path, false, new Access.Accounts(List.of("ann"))),
                "notebook",
                List.of(),
                ProxyRules.DEFAULT,
                Optional.empty());
    }

    private Optional<String> find(String host, String path) {
        return routes.host(host).flatMap(it -> it.find(path)).map(RoutesTest::path);
    }

    private static String path(Destination destination) {
        return destination.route().path();
    }

    private static Map<String, Destination> destinations(String... paths) {
        Map<String, Destination> destinations = new HashMap<>();
        for (String path : paths) {
            destinations.put(
                    path,
                    new Destination.Proxied(
                            Passage.Kind.COMPONENT,
                            new Route("", path, false, new Access.Public()),
                            "it",
                            List.of(),
                            ProxyRules.DEFAULT,
                            Optional.empty()));
        }
        return destinations;
    }
}
