package dev.stead.driver;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Ends launches by force and removes what the driver made for them. Thread-safe. */
final class Ending {
    private static final int KILL = 9;
    private static final int LOOK_AGAIN_MILLIS = 100;
    private static final long BUSY_NANOS = 1_000_000;

    private final Libc libc;
    private final Signals signals;
    private final Members members;
    private final Cgroups cgroups;
    private final LaunchRecords records;
    private final LongSupplier nanos;

    Ending(
            Libc libc,
            Signals signals,
            Members members,
            Cgroups cgroups,
            LaunchRecords records,
            LongSupplier nanos) {
        this.libc = libc;
        this.signals = signals;
        this.members = members;
        this.cgroups = cgroups;
        this.records = records;
        this.nanos = nanos;
    }

    /** See {@link Driver#destroy}. */
    void destroy(Handle handle, Duration atMost) throws IOException {
        long deadline = nanos.getAsLong() + atMost.toNanos();
        for (List<ProcessStat> left = members.of(handle);
                !left.isEmpty();
                left = members.of(handle)) {
            long remaining = (deadline - nanos.getAsLong()) / 1_000_000;
            kill(handle, left, Math.clamp(remaining, 0, LOOK_AGAIN_MILLIS));
            if (remaining <= 0) {
                List<Long> pids = members.of(handle).stream().map(ProcessStat::pid).toList();
                if (!pids.isEmpty()) {
                    throw new IOException(
                            "%s: the processes %s do not end".formatted(handle.instance(), pids));
                }
            }
        }
        remove(handle, deadline);
    }

    private void kill(Handle handle, List<ProcessStat> victims, int waitMillis) throws IOException {
        Cgroups.Group group = cgroups.find(handle.instance(), handle.launch());
        int[] descriptors =
                victims.stream()
                        .mapToInt(v -> signals.open(v.pid(), v.startTime()))
                        .filter(descriptor -> descriptor >= 0)
                        .toArray();
        try {
            cgroups.hold(group);
            for (int descriptor : descriptors) {
                libc.pidfdSendSignal(descriptor, KILL);
            }
            cgroups.release(group);
            libc.pollEach(descriptors, waitMillis);
        } finally {
            for (int descriptor : descriptors) {
                libc.close(descriptor);
            }
        }
    }

    // The kernel lets go of a cgroup a moment after its last process has ended.
    private void remove(Handle handle, long deadline) throws IOException {
        while (true) {
            try {
                cgroups.remove(cgroups.find(handle.instance(), handle.launch()));
                break;
            } catch (IOException e) {
                if (nanos.getAsLong() >= deadline) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_NANOS);
            }
        }
        records.delete(handle.launch());
    }
}
