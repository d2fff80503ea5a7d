package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.stead.api.Activity;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.ProxyRules.Breaker;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

final class UpstreamsTest {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final Breaker BREAKER = new Breaker(1, SLOW);

    private final AtomicLong time = new AtomicLong();
    private final Upstreams upstreams = new Upstreams(time::get, new SecureRandom());

    @Test
    void onlyWhatComesToOthersStartsSlowly() {
        List<Upstream> first = serve("api-1", "api-2");
        assertThat(first).allMatch(upstream -> upstream.weight(SLOW, 0) == 1);
        Upstream fresh = serve("api-1", "api-2", "api-3").getLast();
        assertThat(fresh.weight(SLOW, 0)).isEqualTo(0.1);
        assertThat(fresh.weight(SLOW, SLOW.toNanos() / 2)).isEqualTo(0.5);
        assertThat(fresh.weight(SLOW, SLOW.toNanos())).isEqualTo(1);
        assertThat(first.getFirst().weight(SLOW, 0)).isEqualTo(1);
    }

    @Test
    void whatComesBackBeginsAnew() {
        Upstream away = serve("api-1", "api-2").getLast();
        assertThat(away.enter(OptionalInt.empty())).isTrue();
        away.circuit().failed(BREAKER, 0);
        serve("api-1");
        time.set(5);
        Upstream back = serve("api-1", "api-2").getLast();
        assertThat(back).isSameAs(away);
        assertThat(back.circuit().openFor(BREAKER, 5)).isZero();
        assertThat(back.weight(SLOW, 5)).isEqualTo(0.1);
    }

    /** While a table is being made, others may wait for instances of the one before. */
    @Test
    void knowsWhatComesBackWhileItIsWaitedFor() {
        Upstream away = serve("api-1").getFirst();
        assertThat(away.enter(OptionalInt.empty())).isTrue();
        serve();
        List<Upstream> back = upstreams.of(target("api-1"));
        away.leave();
        assertThat(upstreams.awaitDrained("api-1", Duration.ZERO)).isTrue();
        upstreams.revive(Set.copyOf(back));
        upstreams.keep(Set.copyOf(back));
        assertThat(back.getFirst().enter(OptionalInt.empty())).isTrue();
        assertThat(upstreams.inFlight("api")).isEqualTo(1);
        assertThat(back.getFirst().component().serving()).isTrue();
        serve();
        assertThat(upstreams.awaitDrained("api-1", Duration.ZERO)).isFalse();
    }

    @Test
    void forgetsInstancesAndComponentsThatAreGone() {
        serve("api-1");
        assertThat(upstreams.figures()).hasSize(1);
        serve();
        assertThat(upstreams.figures()).isEmpty();
    }

    @Test
    void standsForEachInstanceByAValueThatTellsNothing() {
        List<Upstream> all = serve("api-1", "api-2");
        Set<String> values = new HashSet<>();
        all.forEach(upstream -> values.add(upstream.cookieValue()));
        assertThat(values).hasSize(2).allMatch(SteadCookies::isWellFormed);
        Upstreams others = new Upstreams(time::get, new SecureRandom());
        String elsewhere = others.of(target("api-1")).getFirst().cookieValue();
        assertThat(values).doesNotContain(elsewhere);
        assertThat(StickyCookie.name("api")).isNotEqualTo(StickyCookie.name("other"));
        assertThat(SteadCookies.isOwn(StickyCookie.name("api"), 0)).isTrue();
    }

    @Test
    void tellsFigures() {
        Upstream one = serve("api-1").getFirst();
        one.enter(OptionalInt.empty());
        one.circuit().failed(BREAKER, 0);
        one.component().connected(true);
        one.component().connected(false);
        one.component().budget().spend();
        assertThat(upstreams.figures())
                .containsExactly(
                        new ComponentFigures(
                                "api",
                                0,
                                1,
                                1,
                                1,
                                List.of(
                                        new ComponentFigures.Instance(
                                                "api-1",
                                                1,
                                                ComponentFigures.Circuit.OPEN,
                                                false))));
        assertThat(upstreams.figures().getFirst().inFlight()).isEqualTo(1);
    }

    @Test
    void tellsWhatVisitorsDoWithEngines() {
        Upstream engine = serve(upstreams.ofEngine(target("notebook-1"))).getFirst();
        time.set(Duration.ofSeconds(5).toNanos());
        assertThat(upstreams.activity())
                .containsExactly(entry("notebook-1", new Activity(0, Duration.ofSeconds(5), 0, 0)));
        assertThat(engine.enter(OptionalInt.empty())).isTrue();
        EngineUse use = engine.use().orElseThrow();
        use.worked(Duration.ofSeconds(3).toNanos());
        use.worked(Duration.ofSeconds(2).toNanos());
        use.received(7);
        use.sent(9);
        Activity busy = new Activity(1, Duration.ofSeconds(2), 7, 9);
        assertThat(upstreams.activity()).containsExactly(entry("notebook-1", busy));
        // Another table that has it, and others besides.
        List<Upstream> both = new ArrayList<>(upstreams.ofEngine(target("notebook-1")));
        both.addAll(upstreams.ofEngine(target("notebook-2")));
        both.addAll(upstreams.of(target("api-1")));
        serve(both);
        assertThat(upstreams.activity())
                .containsOnly(
                        entry("notebook-1", busy),
                        entry("notebook-2", new Activity(0, Duration.ZERO, 0, 0)));
        serve(List.of());
        assertThat(upstreams.activity()).isEmpty();
    }

    @Test
    void letsNobodyWaitBehindTheVisitorsOfAnotherEngine() {
        Upstream one = serve(upstreams.ofEngine(target("notebook-1", "notebook-2"))).getFirst();
        Upstream two = upstreams.ofEngine(target("notebook-2")).getFirst();
        assertThat(one.queue()).isNotSameAs(two.queue());
        assertThat(one.component()).isSameAs(two.component());
        Upstream late = upstreams.ofEngine(target("notebook-3")).getFirst();
        assertThat(late.weight(SLOW, time.get())).isEqualTo(1);
        assertThat(upstreams.figures()).singleElement().extracting("component").isEqualTo("api");
    }

    private List<Upstream> serve(List<Upstream> named) {
        upstreams.revive(Set.copyOf(named));
        upstreams.keep(Set.copyOf(named));
        return named;
    }

    private List<Upstream> serve(String... instances) {
        return serve(upstreams.of(target(instances)));
    }

    private static Instances target(String... instances) {
        return new Instances(
                "api",
                Stream.of(instances).map(name -> new Endpoint(name, "127.0.0.1", 1)).toList());
    }
}
