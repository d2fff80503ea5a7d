package dev.stead.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.StateFolder;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Thousands of histories of a system, each out of its seed. A seed that fails is named; {@code
 * -Dstead.seed=N} runs it alone, and {@code -Dstead.histories=M} besides the M seeds from there on.
 */
final class SimulationIT {
    private static final int THREADS = 2;
    private static final Path MEMORY = Path.of("/dev/shm");

    @Test
    void holdsInEveryHistory() throws Exception {
        boolean chosen = System.getProperty("stead.seed") != null;
        long first = Long.getLong("stead.seed", 0);
        long count = Long.getLong("stead.histories", chosen ? 1 : count(2_000, 200_000));
        AtomicLong next = new AtomicLong(first);
        AtomicLong applies = new AtomicLong();
        long began = System.nanoTime();
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("seeds-", 0).factory())) {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                parts.add(
                        threads.submit(() -> {
                            applies.addAndGet(some(next, first + count));
                            return true;
                        }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        }
        System.out.printf(
                "%d histories with %d applies in %.1f s%n",
                count, applies.get(), (System.nanoTime() - began) / 1e9);
        assertThat(applies.get()).isGreaterThanOrEqualTo(count);
    }

    private static long some(AtomicLong next, long end) throws IOException {
        Path root =
                Files.isDirectory(MEMORY)
                        ? Files.createTempDirectory(MEMORY, "stead-simulation")
                        : Files.createTempDirectory("stead-simulation");
        long applies = 0;
        try (SimulatedAccounts accounts =
                SimulatedAccounts.open(
                        new StateFolder(Files.createDirectory(root.resolve("accounts"))))) {
            for (long seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                Path folder = Files.createDirectory(root.resolve("seed" + seed));
                accounts.clear();
                try {
                    applies += new History(seed, new StateFolder(folder), accounts).run();
                } catch (RuntimeException | AssertionError e) {
                    next.set(end);
                    throw new AssertionError("-Dstead.seed=" + seed + ": " + e.getMessage(), e);
                }
                delete(folder);
            }
        } finally {
            delete(root);
        }
        return applies;
    }

    private static long count(long small, long full) {
        return System.getProperty("stead.counts", "small").equals("full") ? full : small;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
