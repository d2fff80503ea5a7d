package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.api.InstanceStatus;
import dev.stead.driver.Launch;
import dev.stead.model.InstanceState;
import dev.stead.model.Limits;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

class RecoveryIT {
    @TempDir Path root;
    private Bench bench;

    @BeforeEach
    void makeBench() {
        bench = new Bench(root);
    }

    @Test
    void adoptsWhatRunsWithItsPidAndItsCounts() {
        ProcessAgent first = bench.agent();
        first.run(Bench.spec("api-1"));
        bench.time.pass(Duration.ofSeconds(2));
        bench.driver.exit("api-1", 1);
        bench.time.settle();
        InstanceStatus before = first.awaitSettled("api-1", Duration.ofSeconds(10));
        bench.kill();
        ProcessAgent second = bench.agent();
        InstanceStatus after = second.awaitSettled("api-1", Duration.ofSeconds(10));
        assertThat(after.pid()).isEqualTo(before.pid());
        assertThat(after.restarts()).isEqualTo(1);
        assertThat(after.state()).isEqualTo(InstanceState.HEALTHY);
        bench.driver.exit("api-1", 1);
        bench.time.settle();
        assertThat(second.instance("api-1").orElseThrow().reason())
                .hasValue("ended, its exit status is not known");
    }

    @Test
    void closeLeavesEverythingRunning() {
        ProcessAgent first = bench.agent();
        first.run(Bench.spec("api-1"));
        first.close();
        bench.driver.serverDied();
        assertThat(bench.driver.running()).hasSize(1);
        assertThat(bench.driver.signals()).isEmpty();
        long pid = bench.driver.running().getFirst().pid();
        assertThat(bench.agent().instance("api-1").orElseThrow().pid()).hasValue(pid);
        assertThat(bench.driver.launches()).hasSize(1);
    }

    @Test
    void startsAllAgainAfterAReboot() {
        ProcessAgent first = bench.agent();
        first.run(Bench.spec("api-1"));
        first.run(Bench.spec("api-2"));
        bench.kill();
        bench.driver.reboot();
        ProcessAgent second = bench.agent();
        assertThat(second.awaitSettled("api-1", Duration.ofSeconds(10)).state())
                .isEqualTo(InstanceState.HEALTHY);
        assertThat(second.awaitSettled("api-2", Duration.ofSeconds(10)).state())
                .isEqualTo(InstanceState.HEALTHY);
        assertThat(bench.driver.running()).hasSize(2);
    }

    @Test
    void endsWhatIsOnNoRecordAndTouchesNoOtherSystem() throws Exception {
        bench.driver.start(launch("planning", "api-7"));
        bench.driver.start(launch("health", "api-7"));
        bench.agent();
        assertThat(bench.driver.running()).hasSize(1);
        assertThat(bench.driver.find("health")).hasSize(1);
    }

    @Test
    void refusesToStartWithADamagedRecordAndTouchesNothing() throws Exception {
        ProcessAgent first = bench.agent();
        first.run(Bench.spec("api-1"));
        first.run(Bench.spec("api-2"));
        bench.kill();
        Path record = root.resolve("run/api-1/record.json");
        Files.writeString(record, Files.readString(record).replace("serve", "server"));
        byte[] damaged = Files.readAllBytes(record);
        assertThatThrownBy(() -> bench.agent())
                .hasMessageContaining("the record of api-1 cannot be used: " + record)
                .extracting("mend")
                .asString()
                .contains("pid 1000")
                .contains("delete the folder " + record.getParent());
        assertThat(Files.readAllBytes(record)).isEqualTo(damaged);
        assertThat(bench.driver.running()).hasSize(2);
        assertThat(bench.driver.launches()).hasSize(2);
    }

    @Test
    void goesOnWithAStopThatWasInterrupted() {
        bench.disk = new CrashPoints(Integer.MAX_VALUE);
        ProcessAgent first = bench.agent();
        first.run(Bench.spec("api-1"));
        CrashPoints points = new CrashPoints(3);
        bench.kill();
        bench.disk = points;
        ProcessAgent second = bench.agent();
        try {
            second.stop("api-1");
        } catch (CrashPoints.Killed e) {
            assertThat(bench.driver.running()).hasSize(1);
        }
        bench.kill();
        bench.disk = new CrashPoints(Integer.MAX_VALUE);
        ProcessAgent third = bench.agent();
        bench.time.pass(Duration.ofSeconds(10));
        assertThat(third.instances()).isEmpty();
        assertThat(bench.driver.running()).isEmpty();
    }

    @Test
    void deletesFoldersWithoutARecordButNothingThatIsNotStead() throws Exception {
        Files.createDirectories(root.resolve("run/api-1/tmp/deep"));
        Files.createDirectories(root.resolve("run/mine/of-the-administrator"));
        bench.agent();
        assertThat(root.resolve("run/api-1")).doesNotExist();
        assertThat(root.resolve("run/mine/of-the-administrator")).exists();
    }

    private Launch launch(String system, String instance) {
        return new Launch(
                system,
                instance,
                "foreign",
                List.of("serve"),
                root,
                new TreeMap<>(),
                root.resolve("out"),
                Optional.empty(),
                Limits.NONE);
    }
}
