package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.driver.Driver;
import dev.stead.driver.Launch;
import dev.stead.driver.ProcessDriver;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ProcessDriverIT extends DriverContract {
    private ProcessDriver driver = open();

    ProcessDriver open() {
        return new ProcessDriver(Path.of("/proc"), records());
    }

    final Path records() {
        return Path.of(System.getProperty("java.io.tmpdir"), system);
    }

    @Test
    void aServerThatExpectsAStartStaysInItsCgroup() throws IOException {
        Path own = Path.of("/proc/self/cgroup");
        String before = Files.readString(own);
        driver.expectStart();
        assertThat(own).hasContent(before);
    }

    @Override
    protected Driver driver() {
        return driver;
    }

    @Override
    protected Launch programmed(Launch launch, Program program) {
        return switch (program) {
            case RUNS -> Launches.withCommand(launch, "sleep", "1000");
            case SAYS_HELLO -> Launches.withCommand(launch, "sh", "-c", "echo hello; exit 7");
            case STUBBORN ->
                    Launches.withCommand(
                            launch,
                            "sh",
                            "-c",
                            "trap '' TERM; sleep 1000 & echo ready; sleep 1000; :");
            case MISSING -> Launches.withCommand(launch, "no-such-program");
        };
    }

    @Override
    protected void restartServer() {
        // The children of this process cannot become strangers, but the new driver sees them so.
        driver.close();
        driver = open();
    }

    @Override
    protected void awaitStubborn(Launch launch) {
        await().atMost(SOON).until(() -> Files.readString(launch.output()).contains("ready"));
    }

    @Override
    protected void close() {
        assertThat(driver.find(system)).isEmpty();
        driver.close();
        String[] left = records().toFile().list();
        assertThat(left == null ? new String[0] : left).isEmpty();
        records().toFile().delete();
    }
}
