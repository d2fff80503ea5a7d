package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.driver.Driver.Found;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server is killed; what it started goes on and is adopted by the next. */
class ProcessOrphanIT extends RealDriver {
    @Test
    void outlivesTheServerAndIsAdopted() throws Exception {
        long pid = killedServer();
        Path output = folder.resolve("orphan.log");
        long size = Files.size(output);
        await().atMost(SOON).until(() -> Files.size(output) > size);

        List<Found> found = driver().find(system);
        assertThat(found).hasSize(1);
        Handle handle = found.getFirst().handle();
        assertThat(handle.pid()).isEqualTo(pid);
        assertThat(driver().recover(handle)).contains(handle);
    }

    @Test
    void noticesTheEndOfWhatItAdoptedAtOnce() throws Exception {
        killedServer();
        Handle handle = driver().find(system).getFirst().handle();
        CompletableFuture<Exit> exit = driver().onExit(handle).toCompletableFuture();
        driver().signal(handle, "KILL");
        assertThat(exit.get(100, TimeUnit.MILLISECONDS).status()).isEmpty();
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(driver().find(system).size()).isLessThan(2));
    }

    private long killedServer() throws IOException, InterruptedException {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OrphanMaker.class.getName(),
                                system,
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output = server.inputReader()) {
            return Long.parseLong(String.valueOf(output.readLine()));
        } finally {
            server.destroyForcibly();
            assertThat(server.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
