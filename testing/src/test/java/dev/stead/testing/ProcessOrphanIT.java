package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stead.driver.Driver.Found;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server is killed; what it started goes on and is adopted by the next. */
class ProcessOrphanIT extends RealDriver {
    private static final int ROUNDS =
            System.getProperty("stead.counts", "small").equals("full") ? 50 : 6;

    @Test
    void outlivesTheServerAndIsAdopted() throws Exception {
        long pid = killedServer(1, 1).getFirst();
        Path output = folder.resolve("orphan-0.log");
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
        killedServer(5, 5);
        List<Long> nanos = new ArrayList<>();
        for (Found each : driver().find(system)) {
            CompletableFuture<Exit> exit = driver().onExit(each.handle()).toCompletableFuture();
            long begun = System.nanoTime();
            driver().signal(each.handle(), "KILL");
            assertThat(exit.get(SOON.toSeconds(), TimeUnit.SECONDS).status()).isEmpty();
            nanos.add(System.nanoTime() - begun);
        }
        // The median, as other builds may share this machine.
        assertThat(nanos.stream().sorted().toList().get(2)).isLessThan(100_000_000);
    }

    @Test
    void findsAllAfterAKillAtAnyMoment() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> pids = killedServer(1000, round % 10);
            List<Long> found = driver().find(system).stream().map(f -> f.handle().pid()).toList();
            assertThat(found).containsAll(pids);
            for (Found each : driver().find(system)) {
                driver().destroy(each.handle(), SOON);
            }
            assertThat(marked()).isEmpty();
            // The kernel may not have let go of a process at once: a later search sweeps it up.
            await().atMost(SOON)
                    .untilAsserted(() -> {
                        assertThat(driver().find(system)).isEmpty();
                        assertThat(records().toFile().list()).isNullOrEmpty();
                    });
        }
    }

    private List<Long> marked() throws IOException {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path each : all) {
                try {
                    if (read(each.resolve("environ")).contains("STEAD_SYSTEM=" + system)) {
                        pids.add(Long.parseLong(String.valueOf(each.getFileName())));
                    }
                } catch (UncheckedIOException _) {
                    // It has ended, or belongs to somebody else.
                }
            }
        }
        return pids;
    }

    /** Kills a server when it has told of this many of its programs; the next may be starting. */
    private List<Long> killedServer(int programs, int told)
            throws IOException, InterruptedException {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OrphanMaker.class.getName(),
                                system,
                                folder.toString(),
                                Integer.toString(programs))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader output = server.inputReader()) {
            List<Long> pids = new ArrayList<>();
            while (pids.size() < told) {
                pids.add(Long.parseLong(String.valueOf(output.readLine())));
            }
            return pids;
        } finally {
            server.destroyForcibly();
            assertThat(server.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }
}
