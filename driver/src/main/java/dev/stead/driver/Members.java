package dev.stead.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the processes of a launch. Its cgroup knows them all; without one they are the main
 * process, what carries the launch's mark, and the sessions and children of these. Thread-safe.
 */
final class Members {
    private final Processes processes;
    private final Cgroups cgroups;

    Members(Processes processes, Cgroups cgroups) {
        this.processes = processes;
        this.cgroups = cgroups;
    }

    /** Those that have not ended. */
    List<ProcessStat> of(Handle handle) throws IOException {
        Cgroups.Group group = cgroups.find(handle.instance(), handle.launch());
        return group.exists() ? grouped(handle, group) : scanned(handle);
    }

    private List<ProcessStat> grouped(Handle handle, Cgroups.Group group) throws IOException {
        List<ProcessStat> found = new ArrayList<>();
        Optional<ProcessStat> main = processes.running(handle);
        main.ifPresent(found::add);
        Set<Long> pids = cgroups.members(group);
        main.ifPresent(m -> pids.remove(m.pid()));
        for (long pid : pids) {
            // The group is read again after the start time: a pid in use again is not of it.
            processes
                    .stat(pid)
                    .filter(s -> !s.ended() && processes.inCgroup(pid, handle.launch()))
                    .ifPresent(found::add);
        }
        return found;
    }

    private List<ProcessStat> scanned(Handle handle) {
        List<ProcessStat> others = new ArrayList<>(processes.all());
        others.removeIf(s -> s.pid() == ProcessHandle.current().pid());
        List<ProcessStat> found = new ArrayList<>(processes.running(handle).stream().toList());
        List<ProcessStat> more =
                others.stream().filter(s -> !found.contains(s) && marked(s, handle)).toList();
        found.addAll(more);
        others.removeAll(found);
        do {
            more = others.stream().filter(s -> belongs(s, handle, found)).toList();
            found.addAll(more);
            others.removeAll(more);
        } while (!more.isEmpty());
        return found;
    }

    // A session is the launch's own when its leader is, or when it is the main process's and one of
    // the launch is still in it: as long as it has members, its number is not given to another.
    private static boolean belongs(ProcessStat process, Handle handle, List<ProcessStat> found) {
        return found.stream()
                .anyMatch(f ->
                        process.parent() == f.pid()
                                || process.session() == f.pid()
                                || (process.session() == f.session()
                                        && f.session() == handle.pid()
                                        && handle.pid() > 0));
    }

    private boolean marked(ProcessStat process, Handle handle) {
        return processes
                .marks(process.pid())
                .filter(m -> m.launch().equals(handle.launch()))
                .isPresent();
    }
}
