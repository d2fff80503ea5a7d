package dev.stead.driver;

import dev.stead.driver.Driver.Found;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what runs of a system, by three traces: cgroups, the records that programs wrote of
 * themselves, and the marks in environments. What is left of launches that no longer run is removed
 * on the way. Thread-safe.
 */
final class Finding {
    private final Processes processes;
    private final Cgroups cgroups;
    private final LaunchRecords records;

    Finding(Processes processes, Cgroups cgroups, LaunchRecords records) {
        this.processes = processes;
        this.cgroups = cgroups;
        this.records = records;
    }

    /**
     * @param starting launches that are being started, as they change: what they made is left alone
     */
    List<Found> find(String system, Set<String> starting) throws IOException {
        Map<Marks, Set<Long>> launches = new LinkedHashMap<>();
        for (Marks marks : cgroups.launches(system)) {
            Cgroups.Group group = cgroups.find(marks.instance(), marks.launch());
            Set<Long> members = cgroups.ownMembers(group);
            pids(launches, marks).addAll(members.isEmpty() ? cgroups.members(group) : members);
        }
        LaunchRecords.Everything recorded = records.all();
        for (LaunchRecords.Entry entry : recorded.entries()) {
            Handle handle = entry.handle();
            if (entry.system().equals(system)) {
                Marks marks = new Marks(system, handle.instance(), handle.launch());
                processes.running(handle).ifPresent(s -> pids(launches, marks).add(s.pid()));
                pids(launches, marks);
            }
        }
        for (ProcessStat process : processes.all()) {
            processes
                    .marks(process.pid())
                    .filter(m -> m.system().equals(system))
                    .filter(_ -> process.pid() != ProcessHandle.current().pid())
                    .ifPresent(m -> pids(launches, m).add(process.pid()));
        }
        demandSound(recorded, launches.keySet(), starting);
        List<Found> found = new ArrayList<>();
        for (Map.Entry<Marks, Set<Long>> each : launches.entrySet()) {
            Marks marks = each.getKey();
            // In this order: one that is starting no more has its record written.
            boolean busy = starting.contains(marks.launch());
            Optional<Handle> main = main(marks, each.getValue());
            main.ifPresent(h -> found.add(new Found(h, marks.instance(), marks.launch())));
            if (main.isEmpty() && !busy) {
                sweep(marks);
            }
        }
        return found;
    }

    /**
     * A record that cannot be used does not matter where another trace tells of its launch; else
     * what it is of may run, and would be started a second time.
     */
    private void demandSound(
            LaunchRecords.Everything recorded, Set<Marks> launches, Set<String> starting)
            throws IOException {
        Set<String> known = new HashSet<>(starting);
        launches.forEach(marks -> known.add(marks.launch()));
        for (String launch : recorded.broken()) {
            if (!known.contains(launch)) {
                throw records.unusable(launch);
            }
        }
        for (String launch : recorded.empty()) {
            if (!known.contains(launch)) {
                records.delete(launch);
            }
        }
    }

    private void sweep(Marks marks) {
        try {
            cgroups.remove(cgroups.find(marks.instance(), marks.launch()));
            records.delete(marks.launch());
        } catch (IOException _) {
            // The kernel has not let go of it yet; the next finding removes it.
        }
    }

    private static Set<Long> pids(Map<Marks, Set<Long>> launches, Marks marks) {
        return launches.computeIfAbsent(marks, _ -> new LinkedHashSet<>());
    }

    /** The process that was started; when it has ended, the oldest that nobody of it started. */
    private Optional<Handle> main(Marks marks, Set<Long> pids) throws IOException {
        Optional<Handle> recorded =
                records.read(marks.launch())
                        .map(LaunchRecords.Entry::handle)
                        .filter(h -> processes.running(h).isPresent());
        if (recorded.isPresent()) {
            return recorded;
        }
        return pids.stream()
                .flatMap(pid -> processes.stat(pid).stream())
                .filter(s -> !s.ended())
                .min(
                        Comparator.<ProcessStat>comparingInt(s -> rank(s, pids))
                                .thenComparingLong(ProcessStat::startTime)
                                .thenComparingLong(ProcessStat::pid))
                .map(s ->
                        new Handle(
                                marks.launch(),
                                marks.instance(),
                                s.pid(),
                                s.startTime(),
                                processes.boot()));
    }

    private static int rank(ProcessStat process, Set<Long> pids) {
        return (pids.contains(process.parent()) ? 2 : 0)
                + (process.pid() == process.session() ? 0 : 1);
    }
}
