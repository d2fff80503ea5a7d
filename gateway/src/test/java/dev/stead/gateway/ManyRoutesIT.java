package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Entry;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.Access;
import dev.stead.model.Route;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Ten thousand routes cost nothing at look-up, and little at a swap. */
final class ManyRoutesIT {
    private static final int MANY = 10_000;
    private static final int LOOK_UPS = 200_000;

    @TempDir Path folder;

    @Test
    void looksUpAsFastAmongManyRoutes() {
        Routes few = routes(10);
        Routes many = routes(MANY);
        long found = 0;
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 15; round++) {
            long start = System.nanoTime();
            found += lookUp(few);
            long between = System.nanoTime();
            found += lookUp(many);
            long end = System.nanoTime();
            best = Math.min(best, (double) (end - between) / (between - start));
        }
        assertThat(found).isEqualTo(2L * 15 * LOOK_UPS);
        // The same ten are looked up, so that it is not the processor's cache that is measured.
        assertThat(best).isLessThan(2);
    }

    @Test
    void swapsManyRoutesInLessThanASecond() throws Exception {
        try (BackEnd one = BackEnd.saying("api-1", "one");
                BackEnd two = BackEnd.saying("api-2", "two");
                TestGateway gateway = new TestGateway(folder)) {
            Entry[] before = entries(MANY, one.endpoint());
            Entry[] after = entries(MANY, two.endpoint());
            gateway.serve(before);
            Duration best = Duration.ofDays(1);
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                gateway.serve(i % 2 == 0 ? after : before);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                best = took.compareTo(best) < 0 ? took : best;
            }
            assertThat(best).isLessThan(Duration.ofSeconds(1));
            try (RawClient client = gateway.connect()) {
                String last = "GET / HTTP/1.1\r\nHost: h" + (MANY - 1) + ".localhost\r\n\r\n";
                assertThat(client.ask(last).body()).isEqualTo("two");
            }
        }
    }

    private static long lookUp(Routes routes) {
        long found = 0;
        for (int i = 0; i < LOOK_UPS; i++) {
            found +=
                    routes.host("h" + i % 10 + ".localhost")
                                    .flatMap(host -> host.find("/a/b"))
                                    .isPresent()
                            ? 1
                            : 0;
        }
        return found;
    }

    private Routes routes(int count) {
        Upstreams upstreams = new Upstreams(System::nanoTime, new SecureRandom());
        TestGateway table = new TestGateway(folder);
        Endpoint nobody = new Endpoint("api-1", "127.0.0.1", 1);
        return new TableBuilder(upstreams, Rules.usual().rules())
                .build(table.table(entries(count, nobody)));
    }

    private static Entry[] entries(int count, Endpoint endpoint) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        new Entry(
                                new Route("h" + i + ".localhost", "/", false, new Access.Public()),
                                new Instances(
                                        "c" + i,
                                        List.of(
                                                new Endpoint(
                                                        endpoint.instance() + "-" + i,
                                                        endpoint.host(),
                                                        endpoint.port())))))
                .toArray(Entry[]::new);
    }
}
