package dev.stead.driver;

import dev.stead.model.Limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** The hierarchy of version 2 (kernel documentation: admin-guide/cgroup-v2). */
record CgroupV2(Path root, Set<String> controllers) implements CgroupTree {
    private static final long PERIOD_MICROS = 100_000;

    @Override
    public void make(Path folder) throws IOException {
        Files.createDirectories(folder);
        // A controller works in a cgroup when every folder above hands it down.
        Path system = root.resolve(root.relativize(folder).getName(0));
        for (String controller : controllers) {
            CgroupFile.of(root, "cgroup.subtree_control").write("+" + controller);
            CgroupFile.of(system, "cgroup.subtree_control").write("+" + controller);
        }
    }

    @Override
    public void limit(Path folder, Limits limits) throws IOException {
        if (controllers.contains("memory") && limits.memory().isPresent()) {
            CgroupFile.of(folder, "memory.max").write(Long.toString(limits.memory().getAsLong()));
            CgroupFile swap = CgroupFile.of(folder, "memory.swap.max");
            if (swap.exists()) {
                swap.write("0");
            }
        }
        if (controllers.contains("cpu") && limits.cpu().isPresent()) {
            long quota = Math.max(1000, Math.round(limits.cpu().getAsDouble() * PERIOD_MICROS));
            CgroupFile.of(folder, "cpu.max").write(quota + " " + PERIOD_MICROS);
        }
        if (controllers.contains("pids") && limits.pids().isPresent()) {
            CgroupFile.of(folder, "pids.max").write(Integer.toString(limits.pids().getAsInt()));
        }
    }

    @Override
    public void hold(Path folder) throws IOException {
        CgroupFile kill = CgroupFile.of(folder, "cgroup.kill");
        if (kill.exists()) {
            kill.write("1");
        }
    }

    @Override
    public void release(Path folder) {}

    @Override
    public OptionalLong memory(Path folder) {
        OptionalLong used = CgroupFile.of(folder, "memory.current").number();
        long cache = CgroupFile.of(folder, "memory.stat").number("inactive_file").orElse(0);
        return used.isEmpty() ? used : OptionalLong.of(Math.max(0, used.getAsLong() - cache));
    }

    @Override
    public OptionalLong cpuNanos(Path folder) {
        // cpu.stat is there without the controller too.
        OptionalLong micros = CgroupFile.of(folder, "cpu.stat").number("usage_usec");
        return micros.isEmpty() ? micros : OptionalLong.of(micros.getAsLong() * 1000);
    }

    @Override
    public boolean outOfMemory(Path folder) {
        return CgroupFile.of(folder, "memory.events").number("oom_kill").orElse(0) > 0;
    }
}
