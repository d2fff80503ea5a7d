package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.InstanceStatus;
import dev.stead.driver.Handle;
import dev.stead.model.Health;
import dev.stead.model.InstanceState;
import dev.stead.testing.Behaviour;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The server is killed at every point at which it changes something, and started again. */
class CrashIT {
    @TempDir Path root;

    /** What was promised to whoever called: these are on record, these are gone. */
    private final Set<String> promised = new HashSet<>();

    private final Set<String> stopped = new HashSet<>();

    /** Whether nothing was asked for so far that ends a process. */
    private boolean calm;

    @Test
    void convergesAfterAKillAtEachPoint() {
        int points = scenario(new Bench(root.resolve("whole")), Integer.MAX_VALUE);
        assertThat(points).isGreaterThan(40);
        for (int point = 0; point < points; point++) {
            Bench bench = new Bench(root.resolve("at" + point));
            long untouched = begin(bench);
            scenario(bench, point);
            List<Handle> ran =
                    bench.driver.running().stream()
                            .filter(handle -> !handle.instance().endsWith(".setup"))
                            .toList();
            bench.kill();
            bench.disk = new CrashPoints(Integer.MAX_VALUE);
            converged(bench, bench.agent(), "point " + point);
            if (calm) {
                assertThat(bench.driver.running()).as("adopted, point %d", point).containsAll(ran);
            }
            assertThat(pid(bench, "api-0")).as("point %d", point).isEqualTo(untouched);
        }
    }

    @Test
    void convergesAfterManyKillsAlsoDuringRecovery() {
        for (int seed = 0; seed < Counts.of(60, 3000); seed++) {
            Random random = new Random(seed);
            Bench bench = new Bench(root.resolve("seed" + seed));
            long untouched = begin(bench);
            scenario(bench, random.nextInt(60));
            bench.kill();
            for (int kills = random.nextInt(6); kills > 0; kills--) {
                recover(bench, random.nextInt(15));
                bench.kill();
            }
            bench.disk = new CrashPoints(Integer.MAX_VALUE);
            converged(bench, bench.agent(), "seed " + seed);
            assertThat(pid(bench, "api-0")).as("seed %d", seed).isEqualTo(untouched);
        }
    }

    /** One instance that nothing happens to. */
    private long begin(Bench bench) {
        promised.clear();
        calm = true;
        stopped.clear();
        bench.disk = new CrashPoints(Integer.MAX_VALUE);
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-0"));
        promised.add("api-0");
        bench.time.pass(Duration.ofSeconds(2));
        bench.kill();
        return pid(bench, "api-0");
    }

    /** Something of everything; returns how many points there are in it. */
    private int scenario(Bench bench, int killAt) {
        CrashPoints points = new CrashPoints(killAt);
        bench.disk = points;
        bench.driver.script("api-2.setup", Behaviour.exits(0, "made"));
        try {
            ProcessAgent agent = bench.agent();
            agent.run(Bench.spec("api-1"));
            promised.add("api-1");
            agent.run(
                    Bench.spec(
                            "api-2",
                            Health.of(new Health.Alive()),
                            Map.of(),
                            List.of(List.of("make"), List.of("make"))));
            promised.add("api-2");
            bench.driver.exit("api-1", 1);
            bench.time.pass(Duration.ofSeconds(3));
            calm = false;
            agent.restart("api-2");
            promised.remove("api-1");
            agent.stop("api-1");
            stopped.add("api-1");
        } catch (CrashPoints.Killed e) {
            bench.time.die();
            bench.driver.signals().stream()
                    .map(sent -> sent.handle().instance())
                    .filter("api-1"::equals)
                    .forEach(stopped::add);
        }
        return points.passed();
    }

    private static void recover(Bench bench, int killAt) {
        bench.disk = new CrashPoints(killAt);
        try {
            bench.agent();
            bench.time.pass(Duration.ofSeconds(3));
        } catch (CrashPoints.Killed e) {
            bench.time.die();
        }
    }

    private void converged(Bench bench, ProcessAgent agent, String when) {
        bench.time.pass(Duration.ofSeconds(30));
        List<InstanceStatus> statuses = agent.instances();
        assertThat(statuses)
                .as(when)
                .allSatisfy(s -> assertThat(s.state()).isEqualTo(InstanceState.HEALTHY));
        List<String> ids = statuses.stream().map(InstanceStatus::id).toList();
        assertThat(ids).as(when).containsAll(promised).noneMatch(stopped::contains);
        assertThat(bench.driver.running().stream().map(Handle::instance))
                .as(when)
                .containsExactlyInAnyOrderElementsOf(ids);
        assertThat(bench.folder.runs().toFile().list())
                .as(when)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    private static long pid(Bench bench, String instance) {
        return bench.driver.running().stream()
                .filter(handle -> handle.instance().equals(instance))
                .findFirst()
                .orElseThrow()
                .pid();
    }
}
