package dev.stead.app;

import com.sun.management.UnixOperatingSystemMXBean;

import dev.stead.api.Metrics;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Sample;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Figures of the server's process and its Java, by the names that Prometheus' client libraries use.
 *
 * @param version of Stead
 */
record ProcessMetrics(String version) implements Metrics {
    @Override
    public void addTo(Exposition all) {
        all.gauge(
                "stead_build_info",
                "Always 1; says which version answers",
                List.of(Sample.of(1, "version", version, "java", Runtime.version().toString())));
        all.gauge(
                "process_start_time_seconds",
                "When the server started, in seconds since 1970",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
        all.gauge("process_resident_memory_bytes", "Memory that the server occupies", resident());
        all.gauge(
                "jvm_threads_current",
                "Platform threads",
                ManagementFactory.getThreadMXBean().getThreadCount());
        descriptors(all);
        memory(all);
        collections(all);
    }

    private static void descriptors(Exposition all) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            all.counter(
                    "process_cpu_seconds_total",
                    "CPU time that the server used",
                    os.getProcessCpuTime() / 1e9);
            all.gauge("process_open_fds", "Descriptors in use", os.getOpenFileDescriptorCount());
            all.gauge(
                    "process_max_fds",
                    "Descriptors that may be in use",
                    os.getMaxFileDescriptorCount());
        }
    }

    private static void memory(Exposition all) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        all.gauge(
                "jvm_memory_used_bytes",
                "Memory that Java uses",
                List.of(
                        Sample.of(heap.getUsed(), "area", "heap"),
                        Sample.of(other.getUsed(), "area", "nonheap")));
        all.gauge(
                "jvm_memory_max_bytes",
                "Memory that Java may use",
                List.of(Sample.of(heap.getMax(), "area", "heap")));
        all.gauge(
                "jvm_buffer_pool_used_bytes",
                "Memory of Java's own buffers",
                ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .map(pool -> Sample.of(pool.getMemoryUsed(), "pool", pool.getName()))
                        .toList());
    }

    private static void collections(Exposition all) {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        all.counter(
                "jvm_gc_collections_total",
                "Garbage collections",
                collectors.stream()
                        .map(gc -> Sample.of(gc.getCollectionCount(), "gc", gc.getName()))
                        .toList());
        all.counter(
                "jvm_gc_collection_seconds_total",
                "Time of garbage collections",
                collectors.stream()
                        .map(gc -> Sample.of(gc.getCollectionTime() / 1e3, "gc", gc.getName()))
                        .toList());
    }

    /** The second figure of statm is in pages (proc(5)); 0 when it cannot be read. */
    private static double resident() {
        try {
            String pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3)[1];
            return Long.parseLong(pages) * 4096.0;
        } catch (IOException e) {
            return 0;
        }
    }
}
