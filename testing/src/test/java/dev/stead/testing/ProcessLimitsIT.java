package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.driver.Usage;
import dev.stead.model.Limits;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

class ProcessLimitsIT extends RealDriver {
    private static final long MEBIBYTE = 1 << 20;

    @BeforeEach
    void needsCgroups(TestInfo test) {
        assume(
                driver().missingIsolation().isEmpty(),
                "limits, " + test.getDisplayName(),
                String.join("; ", driver().missingIsolation()));
    }

    @Test
    void endsWhatTakesTooMuchMemoryAndSaysSo() throws Exception {
        Handle other = start("sleep", "1000");
        Handle greedy =
                driver().start(Launches.withLimits(launch("tail", "/dev/zero"), memory(32)));
        assertThat(exit(greedy)).isEqualTo(new Exit(OptionalInt.of(137), true));
        assertThat(alive(other.pid())).isTrue();
    }

    @Test
    void saysSoOfWhatItAdopted() throws Exception {
        Launch launch =
                Launches.withLimits(
                        launch("sh", "-c", "read x <go; exec tail /dev/zero"), memory(32));
        new ProcessBuilder("mkfifo", folder + "/go").start().waitFor();
        Handle handle = driver().start(launch);
        restartServer();
        var exit = driver().onExit(handle).toCompletableFuture();
        start("sh", "-c", "echo >go");
        await().atMost(SOON).until(exit::isDone);
        assertThat(exit.get()).isEqualTo(new Exit(OptionalInt.empty(), true));
    }

    @Test
    void callsAKilledProgramNotOutOfMemory() throws Exception {
        Handle handle = driver().start(Launches.withLimits(launch("sleep", "1000"), memory(32)));
        driver().signal(handle, "KILL");
        assertThat(exit(handle)).isEqualTo(new Exit(OptionalInt.of(137), false));
    }

    @Test
    void stopsAForkBomb() throws Exception {
        Limits limits =
                new Limits(OptionalLong.empty(), OptionalDouble.empty(), OptionalInt.of(20));
        Launch launch =
                Launches.withLimits(
                        launch(
                                "sh",
                                "-c",
                                "trap 'while :; do sleep 9; done' EXIT; b() { b | b; }; b"),
                        limits);
        Handle handle = driver().start(launch);
        awaitOutput(launch, "fork");
        assertThat(driver().usage(handle).processes()).isBetween(1, 20);
        driver().destroy(handle, SOON);
        assertThat(driver().find(system)).isEmpty();
    }

    @Test
    void holdsTheProcessorBack() throws Exception {
        Limits limits =
                new Limits(OptionalLong.empty(), OptionalDouble.of(0.2), OptionalInt.empty());
        Handle handle =
                driver().start(
                                Launches.withLimits(
                                        launch("sh", "-c", "while :; do :; done"), limits));
        long used = driver().usage(handle).cpuNanos();
        long begun = System.nanoTime();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> driver().usage(handle).cpuNanos() - used > 200_000_000);
        assertThat(System.nanoTime() - begun).isGreaterThan(700_000_000);
    }

    @Test
    void measuresMemoryWithoutFileCache() throws Exception {
        Launch launch =
                launch(
                        "sh",
                        "-c",
                        "head -c 50000000 /dev/zero >big; cat big >/dev/null; echo ok; exec sleep"
                                + " 1000");
        Handle handle = driver().start(launch);
        awaitOutput(launch, "ok");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    Usage usage = driver().usage(handle);
                    assertThat(usage.memory()).isBetween(1L, 30 * MEBIBYTE);
                    assertThat(usage.processes()).isEqualTo(1);
                    assertThat(usage.cpuNanos()).isPositive();
                });
    }

    private static Limits memory(long mebibytes) {
        return new Limits(
                OptionalLong.of(mebibytes * MEBIBYTE), OptionalDouble.empty(), OptionalInt.empty());
    }
}
