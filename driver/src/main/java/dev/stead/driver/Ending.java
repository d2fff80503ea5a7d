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
        while (true) {
            try {
                if (ended(handle, deadline)) {
                    return;
                }
            } catch (IOException e) {
                // Its cgroup vanished while another thread destroys it too, or the kernel lets go
                // of
                // it only a moment after its last process has ended.
                if (nanos.getAsLong() >= deadline) {
                    throw e;
                }
                LockSupport.parkNanos(BUSY_NANOS);
            }
        }
    }

    private boolean ended(Handle handle, long deadline) throws IOException {
        List<ProcessStat> left = members.of(handle);
        if (left.isEmpty()) {
            cgroups.remove(cgroups.find(handle.instance(), handle.launch()));
            records.delete(handle.launch());
            return true;
        }
        long remaining = (deadline - nanos.getAsLong()) / 1_000_000;
        kill(handle, left, Math.clamp(remaining, 0, LOOK_AGAIN_MILLIS));
        if (remaining <= 0) {
            List<Long> pids = members.of(handle).stream().map(ProcessStat::pid).toList();
            if (!pids.isEmpty()) {
                throw new IOException(
                        "%s: the processes %s do not end".formatted(handle.instance(), pids));
            }
        }
        return false;
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
            try {
                for (int descriptor : descriptors) {
                    libc.pidfdSendSignal(descriptor, KILL);
                }
            } finally {
                cgroups.release(group);
            }
            libc.pollEach(descriptors, waitMillis);
        } finally {
            for (int descriptor : descriptors) {
                libc.close(descriptor);
            }
        }
    }
}
