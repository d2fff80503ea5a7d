package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class BalancerTest {
    private final Upstream one = upstream("api-1");
    private final Upstream two = upstream("api-2");

    @Test
    void takesTheOneWithTheLeastUnderWay() {
        assertThat(one.enter()).isTrue();
        assertThat(of(one, two).enter(0)).contains(two);
        assertThat(two.enter()).isTrue();
        one.leave();
        assertThat(of(one, two).enter(1)).contains(one);
    }

    @Test
    void takesTurnsAmongEquals() {
        Set<Upstream> taken = new java.util.HashSet<>();
        for (int turn = 0; turn < 2; turn++) {
            Upstream chosen = of(one, two).enter(turn).orElseThrow();
            chosen.leave();
            taken.add(chosen);
        }
        assertThat(taken).containsExactlyInAnyOrder(one, two);
    }

    @Test
    void leavesOutThoseThatFailed() {
        Balancer balancer = of(one, two);
        Upstream first = balancer.enter(0).orElseThrow();
        first.leave();
        balancer.failed(false);
        Upstream second = balancer.enter(0).orElseThrow();
        assertThat(second).isNotEqualTo(first);
        second.leave();
        balancer.failed(true);
        assertThat(balancer.enter(0)).isEmpty();
        assertThat(balancer.failure()).isEqualTo(HttpResponseStatus.GATEWAY_TIMEOUT);
    }

    @Test
    void saysThatThereIsNobody() {
        Balancer balancer = of();
        assertThat(balancer.enter(0)).isEmpty();
        assertThat(balancer.failure()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }

    @Test
    void asksTheNewTableWhenAnInstanceWasRetiredMeanwhile() {
        List<Upstream> current = new ArrayList<>(List.of(one));
        one.setRetired(true);
        Balancer balancer =
                new Balancer(() -> {
                    List<Upstream> seen = List.copyOf(current);
                    current.set(0, two);
                    return seen;
                });
        assertThat(balancer.enter(0)).contains(two);
        assertThat(one.inFlight()).isZero();
    }

    private static Balancer of(Upstream... upstreams) {
        return new Balancer(() -> List.of(upstreams));
    }

    private static Upstream upstream(String instance) {
        return new Upstream(
                new Upstream.Place(
                        instance, new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
                "api",
                () -> {});
    }
}
