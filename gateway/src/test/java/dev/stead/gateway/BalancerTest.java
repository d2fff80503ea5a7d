package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stead.gateway.Balancer.Outcome;
import dev.stead.model.ProxyRules;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

final class BalancerTest {
    private static final Duration SLOW = Duration.ofSeconds(10);
    private static final OptionalInt ANY = OptionalInt.empty();

    private final Component api = new Component("api", () -> 0);
    private final Upstream one = upstream("api-1");
    private final Upstream two = upstream("api-2");

    @Test
    void takesTheOneWithTheLeastUnderWay() {
        assertThat(one.enter(ANY)).isTrue();
        assertThat(entered(of(one, two), 0)).isEqualTo(two);
        assertThat(two.inFlight()).isEqualTo(1);
        one.leave();
        assertThat(entered(of(one, two), 1)).isEqualTo(one);
    }

    @Test
    void takesTurnsAmongEquals() {
        Set<Upstream> taken = new HashSet<>();
        for (int turn : new int[] {Integer.MAX_VALUE - 1, Integer.MAX_VALUE}) {
            Balancer balancer = of(one, two);
            taken.add(entered(balancer, turn));
            balancer.leave();
        }
        assertThat(taken).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void leavesOutThoseThatFailed() {
        Balancer balancer = of(one, two);
        Upstream first = entered(balancer, 0);
        balancer.failed(false, 0);
        assertThat(first.inFlight()).isZero();
        assertThat(balancer.hasOthers()).isTrue();
        assertThat(entered(balancer, 0)).isNotEqualTo(first);
        balancer.failed(true, 0);
        assertThat(balancer.hasOthers()).isFalse();
        assertThat(balancer.enter(0, 0)).isEqualTo(Outcome.NOBODY);
        assertThat(balancer.failure()).isEqualTo(HttpResponseStatus.GATEWAY_TIMEOUT);
    }

    @Test
    void saysThatThereIsNobody() {
        Balancer balancer = of();
        assertThat(balancer.enter(0, 0)).isEqualTo(Outcome.NOBODY);
        assertThat(balancer.failure()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void asksTheNewTableWhenAnInstanceWasRetiredMeanwhile() {
        List<Upstream> current = new ArrayList<>(List.of(one));
        one.setRetired(true);
        Balancer balancer =
                new Balancer(
                        () -> {
                            List<Upstream> seen = List.copyOf(current);
                            current.set(0, two);
                            return seen;
                        },
                        ProxyRules.DEFAULT,
                        HttpResponseStatus.BAD_GATEWAY,
                        "");
        assertThat(entered(balancer, 0)).isEqualTo(two);
        assertThat(one.inFlight()).isZero();
    }

    @Test
    void letsNoMoreInThanMayBeUnderWay() {
        ProxyRules rules = Rules.usual().concurrency(2, 0, SLOW).rules();
        for (int i = 0; i < 4; i++) {
            assertThat(of(rules, "", one, two).enter(i, 0)).isEqualTo(Outcome.ENTERED);
        }
        assertThat(of(rules, "", one, two).enter(4, 0)).isEqualTo(Outcome.FULL);
        assertThat(one.inFlight()).isEqualTo(2);
        assertThat(two.inFlight()).isEqualTo(2);
    }

    @Test
    void asksNobodyWhoseCircuitIsOpenAndThenOneRequestTries() {
        ProxyRules rules = Rules.usual().breaker(1, SLOW).rules();
        Balancer failing = of(rules, "", one);
        entered(failing, 0);
        failing.failed(false, 5);
        assertThat(entered(of(rules, "", one, two), 0)).isEqualTo(two);
        Balancer refused = of(rules, "", one);
        assertThat(refused.enter(0, 6)).isEqualTo(Outcome.OPEN);
        assertThat(refused.openFor(6)).isEqualTo(SLOW.toNanos() - 1);
        assertThat(refused.failure()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
        long later = 5 + SLOW.toNanos();
        Balancer trial = of(rules, "", one);
        assertThat(trial.enter(0, later)).isEqualTo(Outcome.ENTERED);
        assertThat(of(rules, "", one).enter(0, later)).isEqualTo(Outcome.OPEN);
        trial.leave();
        Balancer next = of(rules, "", one);
        assertThat(next.enter(0, later)).isEqualTo(Outcome.ENTERED);
        next.answered();
        assertThat(of(rules, "", one).enter(0, later)).isEqualTo(Outcome.ENTERED);
    }

    @Test
    void givesAVisitorTheSameInstanceWhileItServes() {
        ProxyRules rules = Rules.usual().sticky().rules();
        for (int i = 0; i < 5; i++) {
            Balancer balancer = of(rules, two.cookieValue(), one, two);
            assertThat(entered(balancer, i)).isEqualTo(two);
            assertThat(balancer.isElsewhere()).isFalse();
        }
        Balancer balancer = of(rules, two.cookieValue(), one);
        assertThat(entered(balancer, 0)).isEqualTo(one);
        assertThat(balancer.isElsewhere()).isTrue();
    }

    @Test
    void hasAVisitorWaitForTheSameInstance() {
        ProxyRules rules = Rules.usual().sticky().concurrency(1, 9, SLOW).rules();
        entered(of(rules, two.cookieValue(), one, two), 0);
        assertThat(of(rules, two.cookieValue(), one, two).enter(0, 0)).isEqualTo(Outcome.FULL);
        assertThat(of(rules, "", one, two).enter(0, 0)).isEqualTo(Outcome.ENTERED);
    }

    /** Others need not be asked as well when what this one misses is room anywhere. */
    @Test
    void isPickyOnlyWhereOthersMayHaveMoreLuck() {
        ProxyRules rules = Rules.usual().sticky().concurrency(1, 9, SLOW).rules();
        entered(of(rules, two.cookieValue(), one, two), 0);
        Balancer waits = of(rules, two.cookieValue(), one, two);
        waits.enter(0, 0);
        assertThat(waits.isPicky()).isTrue();
        entered(of(rules, "", one, two), 0);
        Balancer forNobody = of(rules, "value-of-one-that-is-gone", one, two);
        assertThat(forNobody.enter(0, 0)).isEqualTo(Outcome.FULL);
        assertThat(forNobody.isPicky()).isFalse();
        Balancer failed = of(one, two);
        entered(failed, 0);
        failed.failed(false, 0);
        assertThat(failed.isPicky()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, 0.05",
        "2, 5, 0.25",
        "2, 10, 0.5",
        "10, 0, 0.01",
        "10, 5, 0.05",
        "3, 2, 0.067"
    })
    void aNewInstanceGetsItsWeightOfItsShareWhileThereIsLittleToDo(
            int instances, int age, double share) {
        List<Upstream> all = withANewOne(instances);
        int requests = 20_000;
        int taken = 0;
        for (int turn = 0; turn < requests; turn++) {
            Balancer balancer = of(slow(), "", all);
            assertThat(balancer.enter(turn, Duration.ofSeconds(age).toNanos()))
                    .isEqualTo(Outcome.ENTERED);
            taken += all.getFirst().equals(balancer.entered()) ? 1 : 0;
            balancer.leave();
        }
        assertThat(taken / (double) requests).isCloseTo(share, within(share / 4));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 5, 9})
    void aNewInstanceHasItsWeightUnderWayUnderLoad(int age) {
        List<Upstream> all = withANewOne(4);
        Deque<Balancer> underWay = new ArrayDeque<>();
        for (int turn = 0; turn < 20_000; turn++) {
            Balancer balancer = of(slow(), "", all);
            balancer.enter(turn, Duration.ofSeconds(age).toNanos());
            underWay.add(balancer);
            if (underWay.size() > 400) {
                underWay.remove().leave();
            }
        }
        double weight = Math.max(0.1, age / 10.0);
        double others = (400 - all.getFirst().inFlight()) / 3.0;
        assertThat(all.getFirst().inFlight() / others).isCloseTo(weight, within(0.03 + weight / 5));
    }

    /** Whatever is under way and however slow some are, each instance gets something. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nobodyStarves(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Upstream> all = withANewOne(random.nextInt(2, 8));
        List<Balancer> underWay = new ArrayList<>();
        Map<Upstream, Integer> taken = new HashMap<>();
        for (int turn = 0; turn < 5_000; turn++) {
            Balancer balancer = of(slow(), "", all);
            balancer.enter(turn, turn * 1_000_000L);
            taken.merge(java.util.Objects.requireNonNull(balancer.entered()), 1, Integer::sum);
            underWay.add(balancer);
            while (underWay.size() > 1 + random.nextInt(20)) {
                underWay.remove(random.nextInt(underWay.size())).leave();
            }
        }
        assertThat(taken.keySet()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(taken.values()).allMatch(times -> times > 5_000 / all.size() / 10);
    }

    private List<Upstream> withANewOne(int instances) {
        List<Upstream> all =
                IntStream.range(0, instances).mapToObj(i -> upstream("api-" + i)).toList();
        all.getFirst().startSlowly(0);
        return all;
    }

    private static ProxyRules slow() {
        return Rules.usual().slowStart(SLOW).rules();
    }

    private static Upstream entered(Balancer balancer, int turn) {
        assertThat(balancer.enter(turn, 6)).isEqualTo(Outcome.ENTERED);
        return java.util.Objects.requireNonNull(balancer.entered());
    }

    private static Balancer of(Upstream... upstreams) {
        return of(ProxyRules.DEFAULT, "", upstreams);
    }

    private static Balancer of(ProxyRules rules, String wish, Upstream... upstreams) {
        return of(rules, wish, List.of(upstreams));
    }

    private static Balancer of(ProxyRules rules, String wish, List<Upstream> upstreams) {
        return new Balancer(() -> upstreams, rules, HttpResponseStatus.BAD_GATEWAY, wish);
    }

    private Upstream upstream(String instance) {
        return new Upstream(
                new Upstream.Place(
                        instance, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
                api,
                "value-of-" + instance,
                () -> {});
    }
}
