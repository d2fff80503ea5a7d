package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.driver.Driver.Found;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.driver.ProcessDriver;
import dev.stead.model.Limits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts real programs, and destroys all of them after each test. */
abstract class RealDriver {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Path PROC = Path.of("/proc");

    final String system = "real-" + Long.toHexString(System.nanoTime());
    private final AtomicInteger launches = new AtomicInteger();

    @TempDir Path folder;

    private ProcessDriver driver;

    @BeforeEach
    final void openDriver() {
        driver = open();
    }

    ProcessDriver open() {
        return new ProcessDriver(PROC, records());
    }

    final ProcessDriver driver() {
        return driver;
    }

    /** From now on the driver is that of a server that did not start what runs. */
    final void restartServer() {
        driver.close();
        driver = open();
    }

    final Path records() {
        return folder.resolve("records");
    }

    @AfterEach
    final void destroyAll() throws IOException {
        for (Found found : driver().find(system)) {
            driver().destroy(found.handle(), SOON);
        }
        assertThat(driver().find(system)).isEmpty();
        driver().close();
    }

    final Launch launch(String... words) {
        String id = "p" + launches.incrementAndGet();
        return new Launch(
                system,
                id,
                system + "-" + id,
                List.of(words),
                folder,
                new TreeMap<>(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")),
                folder.resolve(id + ".log"),
                Optional.empty(),
                Limits.NONE);
    }

    final Handle start(String... words) throws DriverException {
        return driver().start(launch(words));
    }

    /** Runs a program to its end. */
    final String outputOf(Launch launch) throws Exception {
        exit(driver().start(launch));
        return output(launch);
    }

    final Exit exit(Handle handle) throws Exception {
        return driver().onExit(handle)
                .toCompletableFuture()
                .get(SOON.toSeconds(), TimeUnit.SECONDS);
    }

    static String output(Launch launch) {
        return read(launch.output());
    }

    static void awaitOutput(Launch launch, String text) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> output(launch).contains(text));
    }

    /** A line of /proc/PID/status. */
    static String status(long pid, String key) {
        return read(PROC.resolve(pid + "/status"))
                .lines()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).trim())
                .findFirst()
                .orElse("");
    }

    static boolean alive(long pid) {
        Path status = PROC.resolve(pid + "/status");
        return Files.exists(status) && !status(pid, "State").startsWith("Z");
    }

    /** Leaves a test out on a host that cannot show it, and says so. */
    static void assume(boolean can, String test, String lacking) {
        if (!can) {
            System.out.println("LEFT OUT: " + test + ": " + lacking);
        }
        Assumptions.assumeTrue(can, lacking);
    }

    static boolean root() {
        return status(ProcessHandle.current().pid(), "Uid").startsWith("0\t0");
    }

    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
