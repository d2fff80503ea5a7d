package dev.stead.driver;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Measures what launches use: by their cgroups, else by adding up the main process's session and
 * descendants from one reading of all processes that serves for a second. Thread-safe.
 */
final class Metering {
    private static final long FRESH_NANOS = 1_000_000_000;

    private record Reading(
            long at, Map<Long, List<ProcessStat>> sessions, Map<Long, List<ProcessStat>> children) {
        static Reading of(long at, List<ProcessStat> all) {
            return new Reading(
                    at,
                    all.stream().collect(Collectors.groupingBy(ProcessStat::session)),
                    all.stream().collect(Collectors.groupingBy(ProcessStat::parent)));
        }
    }

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
        last = Reading.of(nanos.getAsLong() - 2 * FRESH_NANOS, List.of());
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
        Set<Long> pids = cgroups.ownMembers(group);
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
        Reading reading = read();
        Map<Long, ProcessStat> found = new LinkedHashMap<>();
        Deque<ProcessStat> more =
                new ArrayDeque<>(reading.sessions.getOrDefault(handle.pid(), List.of()));
        while (!more.isEmpty()) {
            ProcessStat each = more.remove();
            if (found.put(each.pid(), each) == null) {
                more.addAll(reading.children.getOrDefault(each.pid(), List.of()));
            }
        }
        return sum(List.copyOf(found.values()));
    }

    private Usage sum(List<ProcessStat> all) {
        long pages = all.stream().mapToLong(ProcessStat::residentPages).sum();
        long ticks = all.stream().mapToLong(ProcessStat::cpuTicks).sum();
        return new Usage(pages * pageSize, ticks * tickNanos, all.size());
    }

    private synchronized Reading read() {
        long now = nanos.getAsLong();
        if (now - last.at >= FRESH_NANOS) {
            last = Reading.of(now, processes.all());
        }
        return last;
    }
}
