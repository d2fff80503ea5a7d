package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.driver.Launch;
import dev.stead.model.Health;
import dev.stead.model.InstanceState;
import dev.stead.testing.Behaviour;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An agent over a fake driver, a real folder and manual time. */
class ProcessAgentIT {
    @TempDir Path root;
    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(root);
    }

    @Test
    void startsAndBecomesHealthy() throws Exception {
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        assertThat(state(agent)).isEqualTo(InstanceState.STARTING);
        InstanceStatus settled = agent.awaitSettled("api-1", Duration.ofSeconds(10));
        assertThat(settled.state()).isEqualTo(InstanceState.HEALTHY);
        assertThat(settled.pid()).hasValue(1000);
        Path record = root.resolve("run/api-1/record.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(record)))
                .isEqualTo("rw-------");
        assertThat(bench.seen).containsExactly("api-1 starting", "api-1 healthy");
    }

    @Test
    void sameSpecificationAgainChangesNothing() {
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        agent.run(Bench.spec("api-1"));
        assertThat(bench.driver.launches()).hasSize(1);
    }

    @Test
    void refusesAnotherSpecificationUnderTheSameId() {
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        assertThatThrownBy(() ->
                        agent.run(
                                Bench.spec(
                                        "api-1",
                                        Health.of(new Health.Alive()),
                                        Map.of("A", "b"),
                                        List.of())))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.code()).isEqualTo(Code.CONFLICT));
    }

    @Test
    void stopsGracefullyAndForgets() {
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        agent.stop("api-1");
        assertThat(bench.driver.signals()).extracting("signal").containsExactly("TERM");
        assertThat(bench.driver.running()).isEmpty();
        assertThat(agent.instance("api-1")).isEmpty();
        assertThat(root.resolve("run/api-1")).doesNotExist();
        agent.stop("api-1");
    }

    @Test
    void endsByForceWhatIgnoresItsSignal() {
        bench.driver.script("api-1", new Behaviour.Stubborn(true));
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        agent.stop("api-1");
        assertThat(bench.driver.running()).isEmpty();
    }

    @Test
    void saysWhenSomethingCannotBeEndedAndKeepsItOnRecord() {
        bench.driver.script("api-1", new Behaviour.Stubborn(false));
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        assertThatThrownBy(() -> agent.stop("api-1")).hasMessageContaining("cannot be ended");
        assertThat(agent.instance("api-1")).isPresent();
        assertThat(root.resolve("run/api-1/record.json")).exists();
    }

    @Test
    void startsAgainWhatEnds() {
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        agent.awaitSettled("api-1", Duration.ofSeconds(10));
        bench.driver.exit("api-1", 1);
        bench.time.settle();
        InstanceStatus ended = agent.instance("api-1").orElseThrow();
        assertThat(ended.state()).isEqualTo(InstanceState.STARTING);
        assertThat(ended.reason()).hasValue("ended by itself with exit status 1");
        assertThat(ended.pid()).isEmpty();
        bench.time.pass(Duration.ofMillis(250));
        assertThat(bench.driver.running()).hasSize(1);
        InstanceStatus again = agent.awaitSettled("api-1", Duration.ofSeconds(10));
        assertThat(again.state()).isEqualTo(InstanceState.HEALTHY);
        assertThat(again.restarts()).isEqualTo(1);
    }

    @Test
    void goesIntoACrashLoopAndKeepsTrying() {
        bench.driver.script("api-1", new Behaviour.Exits(3, List.of("no database")));
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        InstanceStatus settled = agent.awaitSettled("api-1", Duration.ofMinutes(2));
        assertThat(settled.state()).isEqualTo(InstanceState.CRASH_LOOP);
        assertThat(settled.restarts()).isEqualTo(5);
        assertThat(agent.lastLines("api-1", 3))
                .anySatisfy(line -> assertThat(line).isEqualTo("no database"));
        bench.time.pass(Duration.ofMinutes(30));
        assertThat(bench.driver.launches()).hasSizeBetween(32, 40);
    }

    @Test
    void tellsOfMemoryThatRanOut() {
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        bench.driver.outOfMemory("api-1");
        bench.time.settle();
        assertThat(agent.instance("api-1").orElseThrow().reason())
                .hasValue("ran out of memory and was ended by the kernel");
    }

    @Test
    void refusesWhatThisMachineCannotRunAndKeepsNothing() {
        bench.driver.script(
                "api-1", new Behaviour.Fails("no program serve", "install the package"));
        ProcessAgent agent = bench.agent();
        assertThatThrownBy(() -> agent.run(Bench.spec("api-1")))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.HOST);
                            assertThat(e.mend()).isEqualTo("install the package");
                        });
        assertThat(agent.instances()).isEmpty();
        assertThat(root.resolve("run/api-1")).doesNotExist();
    }

    @Test
    void restartKeepsTheRecordAndTheId() {
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        agent.restart("api-1");
        InstanceStatus status = agent.instance("api-1").orElseThrow();
        assertThat(status.pid()).hasValue(1001);
        assertThat(status.restarts()).isZero();
    }

    @Test
    void runsSetUpBeforeEachStart() {
        bench.driver.script("api-1.setup", new Behaviour.Exits(0, List.of("made")));
        ProcessAgent agent = bench.agent();
        agent.run(
                Bench.spec(
                        "api-1",
                        Health.of(new Health.Alive()),
                        Map.of(),
                        List.of(List.of("initialise"))));
        agent.restart("api-1");
        assertThat(bench.driver.launches())
                .extracting(Launch::instance)
                .containsExactly("api-1.setup", "api-1", "api-1.setup", "api-1");
        assertThat(agent.lastLines("api-1", 100)).contains("made");
    }

    @Test
    void countsAFailedSetUpAsAFailedStart() {
        bench.driver.script("api-1.setup", new Behaviour.Exits(2, List.of("no space")));
        ProcessAgent agent = bench.agent();
        agent.run(
                Bench.spec(
                        "api-1",
                        Health.of(new Health.Alive()),
                        Map.of(),
                        List.of(List.of("initialise"))));
        InstanceStatus status = agent.instance("api-1").orElseThrow();
        assertThat(status.reason().orElse(""))
                .isEqualTo(
                        "its set-up command initialise ended by itself with exit status 2: no"
                                + " space");
        assertThat(agent.awaitSettled("api-1", Duration.ofMinutes(2)).state())
                .isEqualTo(InstanceState.CRASH_LOOP);
        agent.stop("api-1");
        assertThat(agent.instances()).isEmpty();
    }

    @Test
    void givesTheProcessItsEnvironmentAndFilesWithSecrets() throws Exception {
        bench.secrets.put("key", "s3cret");
        ProcessAgent agent = bench.agent();
        agent.run(
                Bench.spec(
                        "api-1",
                        Health.of(new Health.Alive()),
                        Map.of("KEY", "${secret:key}", "URL", "x://${KEY}@h/${STEAD_SYSTEM}"),
                        List.of()));
        Map<String, String> env = bench.driver.launches().getFirst().env();
        assertThat(env)
                .containsEntry("URL", "x://s3cret@h/planning")
                .containsEntry("HOME", root.resolve("data/api").toString())
                .containsEntry("STEAD_INSTANCE", "api-1")
                .doesNotContainKey("DATA");
        assertThat(Files.readString(root.resolve("run/api-1/record.json")))
                .doesNotContain("s3cret");
    }

    @Test
    void refusesToRunWhatCannotBeRecorded() {
        FullDisk disk = new FullDisk();
        bench.disk = disk;
        ProcessAgent agent = bench.agent();
        disk.full = true;
        assertThatThrownBy(() -> agent.run(Bench.spec("api-1")))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> assertThat(e.mend()).contains("with space left"));
        assertThat(agent.instances()).isEmpty();
        assertThat(bench.driver.launches()).isEmpty();
        disk.full = false;
        agent.run(Bench.spec("api-1"));
        assertThat(bench.driver.running()).hasSize(1);
    }

    @Test
    void keepsWhatRunsRunningOnAFullDisk() {
        FullDisk disk = new FullDisk();
        bench.disk = disk;
        ProcessAgent agent = bench.agent();
        agent.run(Bench.spec("api-1"));
        agent.awaitSettled("api-1", Duration.ofSeconds(10));
        disk.full = true;
        assertThatThrownBy(() -> agent.stop("api-1")).hasMessageContaining("cannot be written");
        assertThat(bench.driver.running()).hasSize(1);
        assertThat(state(agent)).isEqualTo(InstanceState.HEALTHY);
        bench.driver.exit("api-1", 1);
        bench.time.pass(Duration.ofSeconds(20));
        assertThat(bench.driver.running()).isEmpty();
        assertThat(agent.instance("api-1").orElseThrow().reason().orElse(""))
                .contains("cannot be written")
                .contains("with space left");
        disk.full = false;
        bench.time.pass(Duration.ofSeconds(61));
        assertThat(bench.driver.running()).hasSize(1);
        agent.stop("api-1");
        assertThat(agent.instances()).isEmpty();
    }

    @Test
    void saysWhenItsPortIsTaken() {
        bench.portFree = false;
        ProcessAgent agent = bench.agent();
        agent.run(Bench.withPort(Bench.spec("api-1"), 20_001));
        assertThat(agent.instance("api-1").orElseThrow().reason())
                .hasValue("port 20001 on 127.0.0.1 is taken by another program");
    }

    @Test
    void refusesAHealthThatAsksAPortWhereThereIsNone() {
        ProcessAgent agent = bench.agent();
        assertThatThrownBy(() -> agent.run(Bench.spec("api-1", Health.of(new Health.Http("/")))))
                .hasMessage("the health of api asks its port, but it has none");
    }

    private static InstanceState state(ProcessAgent agent) {
        return agent.instance("api-1").orElseThrow().state();
    }
}
