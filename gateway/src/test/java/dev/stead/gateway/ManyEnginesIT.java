package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.stead.api.RouteTable;
import dev.stead.api.RouteTable.Endpoint;
import dev.stead.api.RouteTable.Engine;
import dev.stead.api.RouteTable.Engines;
import dev.stead.api.RouteTable.Instances;
import dev.stead.model.Access;
import dev.stead.model.EnginePlace;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Each opening and each end of an engine is a table, which must not cost what a start costs. */
final class ManyEnginesIT {
    private static final int MANY = 500;
    private static final int TURNS = 200;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void comeAndGoInLessThanTwoMilliseconds(EnginePlace place) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TestGateway gateway = new TestGateway(folder)) {
            List<Engine> here = new ArrayList<>();
            for (int i = 1; i <= MANY; i++) {
                here.add(engine(i, place));
            }
            gateway.gateway().serve(table(gateway, here));
            long best = Long.MAX_VALUE;
            long allocated = 0;
            for (int i = 0; i < TURNS; i++) {
                here.removeFirst();
                here.add(engine(MANY + 1 + i, place));
                RouteTable next = table(gateway, here);
                long bytes = threads.getCurrentThreadAllocatedBytes();
                long start = System.nanoTime();
                gateway.gateway().serve(next);
                best = Math.min(best, System.nanoTime() - start);
                allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
            }
            assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofMillis(2));
            // Of 500 of which one is new, and not 500 times what is made for a new one.
            assertThat(allocated).isLessThan(400_000);
            assertThat(gateway.gateway().activity()).hasSize(MANY);
        }
    }

    private static Engine engine(int number, EnginePlace place) {
        String id = "notebook-" + number;
        Endpoint endpoint = new Endpoint(id, "127.0.0.1", 10_000 + number);
        return new Engine(
                id,
                place,
                new Access.Accounts(List.of("user" + number)),
                new Instances("notebook", List.of(endpoint)));
    }

    private static RouteTable table(TestGateway gateway, List<Engine> here) {
        RouteTable table = gateway.table();
        return new RouteTable(
                table.listeners(),
                table.certificate(),
                List.of(),
                List.of(),
                Optional.empty(),
                TestGateway.GENEROUS,
                Optional.of(new Engines("localhost", Set.of("notebook"), here)));
    }
}
