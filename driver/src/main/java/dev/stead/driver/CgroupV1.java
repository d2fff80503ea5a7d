package dev.stead.driver;

import dev.stead.model.Limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** A hierarchy of version 1 (kernel documentation: admin-guide/cgroup-v1). */
record CgroupV1(Path root, Set<String> controllers) implements CgroupTree {
    private static final long PERIOD_MICROS = 100_000;

    @Override
    public void make(Path folder) throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public void limit(Path folder, Limits limits) throws IOException {
        if (controllers.contains("memory") && limits.memory().isPresent()) {
            String bytes = Long.toString(limits.memory().getAsLong());
            CgroupFile.of(folder, "memory.limit_in_bytes").write(bytes);
            CgroupFile withSwap = CgroupFile.of(folder, "memory.memsw.limit_in_bytes");
            if (withSwap.exists()) {
                withSwap.write(bytes);
            }
        }
        if (controllers.contains("cpu") && limits.cpu().isPresent()) {
            long quota = Math.max(1000, Math.round(limits.cpu().getAsDouble() * PERIOD_MICROS));
            CgroupFile.of(folder, "cpu.cfs_period_us").write(Long.toString(PERIOD_MICROS));
            CgroupFile.of(folder, "cpu.cfs_quota_us").write(Long.toString(quota));
        }
        if (controllers.contains("pids") && limits.pids().isPresent()) {
            CgroupFile.of(folder, "pids.max").write(Integer.toString(limits.pids().getAsInt()));
        }
    }

    @Override
    public void hold(Path folder) throws IOException {
        freezer(folder, "FROZEN");
    }

    @Override
    public void release(Path folder) throws IOException {
        freezer(folder, "THAWED");
    }

    private void freezer(Path folder, String state) throws IOException {
        CgroupFile file = CgroupFile.of(folder, "freezer.state");
        if (controllers.contains("freezer") && file.exists()) {
            file.write(state);
        }
    }

    @Override
    public OptionalLong memory(Path folder) {
        OptionalLong used = CgroupFile.of(folder, "memory.usage_in_bytes").number();
        long cache = CgroupFile.of(folder, "memory.stat").number("total_inactive_file").orElse(0);
        return used.isEmpty() ? used : OptionalLong.of(Math.max(0, used.getAsLong() - cache));
    }

    @Override
    public OptionalLong cpuNanos(Path folder) {
        return CgroupFile.of(folder, "cpuacct.usage").number();
    }

    @Override
    public boolean outOfMemory(Path folder) {
        return CgroupFile.of(folder, "memory.oom_control").number("oom_kill").orElse(0) > 0;
    }
}
