package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.api.RouteTable.Listeners;
import dev.stead.api.RouteTable.LocalAuthority;
import dev.stead.model.Access;
import dev.stead.model.CacheRules;
import dev.stead.model.ProxyRules;
import dev.stead.model.Route;
import dev.stead.model.TrafficRules;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

final class ShelvesTest {
    private static final long ALL = 48L << 20;
    private static final CacheRules RULES = new CacheRules(64L << 20, 0);

    private final Shelves shelves = new Shelves(Optional.empty(), ALL);

    private void follow(String... components) {
        shelves.follow(
                new RouteTable(
                        new Listeners(List.of("127.0.0.1"), 0, 0),
                        new LocalAuthority(Path.of("tls"), List.of("localhost")),
                        Stream.of(components).map(ShelvesTest::entry).toList(),
                        List.of(),
                        Optional.empty(),
                        TrafficRules.DEFAULT));
    }

    private static Entry entry(String component) {
        return new Entry(
                new Route("localhost", "/" + component, false, new Access.Public()),
                new Instances(component, List.of(), ProxyRules.DEFAULT, Optional.of(RULES)));
    }

    private long memory(String component) {
        return shelves.of(component).orElseThrow().memory();
    }

    @Test
    void allTogetherStayWithinTheirMemory() {
        follow("a");
        assertThat(memory("a")).isEqualTo(ALL);
        follow("a", "b", "c");
        assertThat(List.of(memory("a"), memory("b"), memory("c"))).containsOnly(ALL / 3);
        follow("b");
        assertThat(memory("b")).isEqualTo(ALL);
    }
}
