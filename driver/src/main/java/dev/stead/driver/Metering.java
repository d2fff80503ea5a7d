package dev.stead.driver;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Measures what launches use: by their cgroups, else by adding up the main process's session from
 * one reading of all processes that serves for a second. Thread-safe.
 */
final class Metering {
    private static final long FRESH_NANOS = 1_000_000_000;

    private record Reading(long at, List<ProcessStat> processes) {}

    private final Processes processes;
    private final Cgroups cgroups;
    private final LongSupplier nanos;
    private final long tickNanos;
    private final long pageSize;
    private Reading last;

    Metering(Libc libc, Processes processes, Cgroups cgroups, LongSupplier nanos) {
        this.processes = processes;
        this.cgroups = cgroups;
        this.nanos = nanos;
        tickNanos = 1_000_000_000 / libc.ticksPerSecond();
        pageSize = libc.pageSize();
        last = new Reading(nanos.getAsLong() - 2 * FRESH_NANOS, List.of());
    }

    /** See {@link Driver#usage}. */
    Usage usage(Handle handle) {
        try {
            Cgroups.Group group = cgroups.find(handle.instance(), handle.launch());
            return group.exists() ? grouped(group) : ofSession(handle);
        } catch (IOException _) {
            // Its cgroup was removed meanwhile.
            return Usage.NONE;
        }
    }

    private Usage grouped(Cgroups.Group group) throws IOException {
        Set<Long> pids = cgroups.members(group);
        if (pids.isEmpty()) {
            return Usage.NONE;
        }
        OptionalLong memory = cgroups.memory(group);
        OptionalLong cpu = cgroups.cpuNanos(group);
        Usage sum =
                memory.isPresent() && cpu.isPresent()
                        ? Usage.NONE
                        : sum(pids.stream().flatMap(p -> processes.stat(p).stream()).toList());
        return new Usage(memory.orElse(sum.memory()), cpu.orElse(sum.cpuNanos()), pids.size());
    }

    private Usage ofSession(Handle handle) {
        if (processes.running(handle).isEmpty()) {
            return Usage.NONE;
        }
        return sum(read().stream().filter(s -> s.session() == handle.pid()).toList());
    }

    private Usage sum(List<ProcessStat> all) {
        long pages = all.stream().mapToLong(ProcessStat::residentPages).sum();
        long ticks = all.stream().mapToLong(ProcessStat::cpuTicks).sum();
        return new Usage(pages * pageSize, ticks * tickNanos, all.size());
    }

    private synchronized List<ProcessStat> read() {
        long now = nanos.getAsLong();
        if (now - last.at >= FRESH_NANOS) {
            last = new Reading(now, processes.all());
        }
        return last.processes;
    }
}
