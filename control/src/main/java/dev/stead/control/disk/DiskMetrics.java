package dev.stead.control.disk;

import dev.stead.api.Metrics;
import dev.stead.base.Ballast;
import dev.stead.base.DiskUsage;
import dev.stead.base.Exposition;
import dev.stead.base.Exposition.Sample;

import java.util.List;
import java.util.function.ToLongFunction;

/** The disks' figures; docs/reference/metrics.md lists them. */
record DiskMetrics(WatchedDisks disks, Freed freed, Ballast reserve) implements Metrics {
    @Override
    public void addTo(Exposition all) {
        List<WatchedDisk> now = disks.all();
        all.gauge(
                "stead_control_disk_level",
                "How a file system is: 0 plenty, 1 low, 2 critical, 3 full",
                samples(now, disk -> disk.level().need()));
        all.gauge(
                "stead_control_disk_size_bytes",
                "Size of a file system",
                samples(now, disk -> disk.usage().size()));
        all.gauge(
                "stead_control_disk_free_bytes",
                "What is free on a file system for those who are not root",
                samples(now, disk -> disk.usage().free()));
        all.gauge(
                "stead_control_disk_free_inodes",
                "Inodes that are free, where they are bounded",
                samples(
                        now.stream().filter(disk -> isBounded(disk.usage())).toList(),
                        disk -> disk.usage().freeFiles()));
        all.counter(
                "stead_control_disk_freed_bytes_total",
                "Bytes that were freed because a file system was in need",
                freed.totals().entrySet().stream()
                        .map(it -> Sample.of(it.getValue(), "what", it.getKey()))
                        .toList());
        all.gauge(
                "stead_control_disk_reserve_bytes",
                "Space that is held back to write state on a full disk",
                reserve.held());
    }

    private static boolean isBounded(DiskUsage usage) {
        return usage.files() > 0;
    }

    private static List<Sample> samples(
            List<WatchedDisk> disks, ToLongFunction<WatchedDisk> figure) {
        return disks.stream()
                .map(disk -> Sample.of(figure.applyAsLong(disk), "mount", disk.mount()))
                .toList();
    }
}
