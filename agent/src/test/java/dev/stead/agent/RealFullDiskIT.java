package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.stead.api.Trimmable;
import dev.stead.base.Ballast;
import dev.stead.base.SteadException;
import dev.stead.testing.SmallDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The state folder is on a file system of 64 MiB on which nothing at all is free. */
final class RealFullDiskIT {
    @TempDir Path folder;
    private SmallDisk disk;
    private Bench bench;

    @BeforeEach
    void mount() throws IOException {
        disk = SmallDisk.mount(folder.resolve("disk"), 64 << 20);
        assumeThat(disk.isMissing()).as("no disk can be mounted").isFalse();
        bench = new Bench(disk.folder().resolve("state"));
    }

    @AfterEach
    void unmount() throws IOException {
        disk.close();
    }

    private ProcessAgent running(String... ids) {
        ProcessAgent agent = bench.agent();
        for (String id : ids) {
            agent.run(Bench.spec(id));
            agent.awaitSettled(id, Duration.ofSeconds(10));
        }
        return agent;
    }

    @Test
    void fromTheReserveInstancesAreStartedAgainAndStopped() throws IOException {
        Ballast reserve = new Ballast(disk.folder().resolve("reserve"));
        bench.disk = new ReservedDisk(Disk.REAL, reserve);
        ProcessAgent agent = running("api-1", "api-2");
        reserve.fill();

        disk.fillUpTo(0);
        agent.tell("the disk is as good as full");
        bench.driver.exit("api-2", 1);
        bench.time.pass(Duration.ofSeconds(20));
        assertThat(bench.driver.running()).hasSize(2);

        disk.fillUpTo(0);
        agent.stop("api-1");
        agent.stop("api-2");

        assertThat(bench.driver.running()).isEmpty();
        assertThat(agent.instances()).isEmpty();
        assertThat(reserve.held()).isLessThan(1 << 20);
    }

    @Test
    void withoutReserveWhatRunsGoesOnAndTheRecordIsNamed() throws IOException {
        ProcessAgent agent = running("api-1");
        Path record = bench.folder.run("api-1").resolve("record.json");
        byte[] before = Files.readAllBytes(record);

        disk.fillUpTo(0);

        assertThatThrownBy(() -> agent.stop("api-1"))
                .isInstanceOfSatisfying(
                        SteadException.class,
                        e -> {
                            assertThat(e.what())
                                    .contains(record.toString())
                                    .contains("No space left");
                            assertThat(e.mend()).contains("with space left");
                        });
        assertThatThrownBy(() -> agent.run(Bench.spec("api-2")))
                .hasMessageContaining("No space left");
        assertThat(bench.driver.running()).hasSize(1);
        assertThat(record).hasBinaryContent(before);
        try (var files = Files.list(bench.folder.run("api-1"))) {
            assertThat(files.map(p -> p.getFileName().toString()))
                    .as("no half record")
                    .noneMatch(name -> name.startsWith(".record"));
        }
        disk.empty();
        agent.stop("api-1");
        assertThat(bench.driver.running()).isEmpty();
    }

    @Test
    void logsOfFormerInstancesGoOnceItIsKnownWhoseTheyAre() throws IOException {
        ProcessAgent before = running("api-1", "api-2");
        before.tell("the disk is low on space");
        assertThat(before.lastLines("api-1", 1)).containsExactly("-- the disk is low on space --");
        before.stop("api-1");
        bench.kill();

        ProcessAgent agent = bench.unstarted();
        Trimmable old = agent.trimmables().getFirst();
        assertThat(old.trim(Long.MAX_VALUE)).as("before it has looked").isZero();
        agent.start();
        assertThat(old.trim(Long.MAX_VALUE)).isPositive();

        try (var logs = Files.list(bench.folder.logs())) {
            assertThat(logs.map(p -> p.getFileName().toString()).toList())
                    .isEqualTo(List.of("api-2.log"));
        }
    }
}
