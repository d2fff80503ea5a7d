package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.driver.Launch;
import dev.stead.model.InstanceState;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** The server is killed at every point of an engine's life, and started again. */
class EngineCrashIT {
    @TempDir Path root;

    @Test
    void engineIsNeverStartedTwice() {
        int points = scenario(new Bench(root.resolve("whole")), Integer.MAX_VALUE);
        assertThat(points).isGreaterThan(15);
        for (int point = 0; point < points; point++) {
            Bench bench = new Bench(root.resolve("at" + point));
            scenario(bench, point);
            bench.kill();
            bench.disk = new CrashPoints(Integer.MAX_VALUE);
            ProcessAgent agent = bench.agent();
            bench.time.pass(Duration.ofSeconds(30));
            String when = "point " + point;
            agent.instances()
                    .forEach(status ->
                            assertThat(status.state())
                                    .as(when)
                                    .isIn(InstanceState.HEALTHY, InstanceState.FAILED));
            for (String id : Set.of("api-1", "api-2")) {
                assertThat(
                                bench.driver.launches().stream()
                                        .map(Launch::instance)
                                        .filter(id::equals))
                        .as(when)
                        .hasSizeLessThanOrEqualTo(1);
                agent.stop(id);
            }
            assertThat(bench.driver.running()).as(when).isEmpty();
            assertThat(bench.folder.runs().toFile().list()).as(when).isEmpty();
        }
    }

    private static int scenario(Bench bench, int killAt) {
        CrashPoints points = new CrashPoints(killAt);
        bench.disk = points;
        try {
            ProcessAgent agent = bench.agent();
            agent.run(engine("api-1"));
            agent.run(engine("api-2"));
            bench.time.pass(Duration.ofSeconds(3));
            agent.endow("api-2", "api/ann");
            bench.driver.exit("api-1", 1);
            bench.time.pass(Duration.ofSeconds(3));
            assertThat(agent.instance("api-1").orElseThrow().state())
                    .isEqualTo(InstanceState.FAILED);
            agent.stop("api-1");
            agent.stop("api-2");
        } catch (CrashPoints.Killed e) {
            bench.time.die();
        }
        return points.passed();
    }

    private static InstanceSpec engine(String id) {
        return Bench.enclosed(
                Bench.spec(id),
                new Enclosure(
                        OptionalInt.empty(),
                        Optional.empty(),
                        new TreeSet<>(),
                        OptionalLong.empty()));
    }
}
