package dev.stead.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.driver.Handle;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Many starts and ends leave nothing. */
class ProcessLeakIT extends RealDriver {
    private static final int STARTS =
            System.getProperty("stead.counts", "small").equals("full") ? 2000 : 200;
    private static final int AT_ONCE = 4;

    @Test
    void leavesNoCgroupDescriptorThreadOrZombie() throws Exception {
        startsAndEnds(AT_ONCE);
        long descriptors = count("/proc/self/fd");
        long threads = count("/proc/self/task");
        long zombies = zombies();
        startsAndEnds(STARTS);
        assertThat(zombies()).isEqualTo(zombies);
        assertThat(cgroups()).isZero();
        assertThat(count("/proc/self/fd")).isLessThanOrEqualTo(descriptors + 2);
        // The JVM has a few more or fewer of its own.
        assertThat(count("/proc/self/task")).isLessThanOrEqualTo(threads + 8);
        assertThat(records()).isEmptyDirectory();
    }

    @Test
    void costsNoThreadForEachInstance() throws Exception {
        startsAndEnds(AT_ONCE);
        long threads = count("/proc/self/task");
        for (int i = 0; i < 50; i++) {
            start("sleep", "1000");
        }
        assertThat(count("/proc/self/task")).isLessThanOrEqualTo(threads + 8);
    }

    private void startsAndEnds(int times) throws Exception {
        try (ExecutorService starts = Executors.newFixedThreadPool(AT_ONCE)) {
            var all = Stream.generate(() -> starts.submit(this::startAndEnd)).limit(times).toList();
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
    }

    private Void startAndEnd() throws Exception {
        Handle handle = start("sh", "-c", "sleep 1000 & exec sleep 1000");
        driver().destroy(handle, SOON);
        assertThat(exit(handle).status()).hasValue(137);
        return null;
    }

    private static long count(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.count();
        }
    }

    private static long zombies() {
        return ProcessHandle.current()
                .children()
                .filter(child -> status(child.pid(), "State").startsWith("Z"))
                .count();
    }

    private long cgroups() throws IOException {
        if (!root() || !Files.isDirectory(Path.of("/sys/fs/cgroup"))) {
            return 0;
        }
        try (Stream<Path> all =
                Files.find(Path.of("/sys/fs/cgroup"), 4, (p, a) -> a.isDirectory())) {
            return all.filter(p -> p.endsWith(Path.of("stead", system))).count();
        }
    }
}
