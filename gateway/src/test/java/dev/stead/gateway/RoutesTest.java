package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.Access;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
