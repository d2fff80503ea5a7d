package dev.stead.driver;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Runs programs as processes of this machine (Linux 5.4 or later, glibc 2.34 or later). Each is the
 * leader of a session of its own and writes straight to its file, so that no end of the server, not
 * even by KILL, reaches it.
 *
 * <p>As root each launch has cgroups, {@code stead/SYSTEM/INSTANCE@LAUNCH}, for its limits and for
 * knowing all its processes. Without cgroups nothing is limited, and {@code destroy} may miss a
 * program that forks faster than /proc can be read. The limits of setrlimit(2) are not used
 * instead, since those for memory count address space, which breaks programs that reserve much, and
 * those for processes count all of a user's. {@link #missingIsolation} says so.
 *
 * <p>{@link #destroy} also frees what the driver keeps for a launch, so it is to be called after a
 * program ended by itself too. {@link #find} frees what is left of launches that ended while no
 * server was there. Thread-safe; methods block for milliseconds on files under /proc, {@code start}
 * until the program has replaced its wrapper (about 10 ms), {@code destroy} as long as it may.
 */
public final class ProcessDriver implements Driver, AutoCloseable {
    private final Processes processes;
    private final Cgroups cgroups;
    private final Signals signals;
    private final Privileges privileges;
    private final Barriers barriers;
    private final Exits exits;
    private final Ending ending;
    private final Starter starter;
    private final Finding finding;
    private final Metering metering;

    /**
     * @param proc where proc(5) is mounted
     * @param records folder for a small file for each launch, made when it is missing; writable by
     *     this process alone, and the same after a restart of the server
     */
    public ProcessDriver(Path proc, Path records) {
        this(proc, records, Cgroups.of(new CgroupMounts(proc)), System::nanoTime);
    }

    /** As on a host that has no cgroup; arguments as above. */
    public static ProcessDriver withoutCgroups(Path proc, Path records) {
        return new ProcessDriver(proc, records, new Cgroups(List.of()), System::nanoTime);
    }

    private ProcessDriver(Path proc, Path folder, Cgroups cgroups, LongSupplier nanos) {
        this.cgroups = cgroups;
        Libc libc = new Libc();
        LaunchRecords records = new LaunchRecords(folder);
        processes = new Processes(proc);
        privileges = new Privileges(libc);
        barriers = new Barriers(privileges.root(), Barriers.installed());
        signals = new Signals(libc, processes);
        exits = new Exits(libc, processes, signals, this::outOfMemory);
        Members members = new Members(processes, cgroups);
        ending = new Ending(libc, signals, members, cgroups, records, nanos);
        starter =
                new Starter(libc, processes, cgroups, records, ending, privileges, barriers, nanos);
        finding = new Finding(processes, cgroups, records);
        metering = new Metering(libc, processes, cgroups, nanos);
    }

    @Override
    public Handle start(Launch launch) throws DriverException {
        return starter.start(launch, exits::child);
    }

    @Override
    public void expectStart() {
        cgroups.expectMove();
    }

    @Override
    public Optional<Handle> recover(Handle handle) {
        return processes.running(handle).map(_ -> handle);
    }

    @Override
    public List<Found> find(String system) {
        try {
            return finding.find(system, starter.starting());
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "what runs of " + system + " cannot be found: " + e,
                    "make that readable for this user, then start again",
                    e);
        }
    }

    @Override
    public CompletionStage<Exit> onExit(Handle handle) {
        return exits.of(handle);
    }

    @Override
    public void signal(Handle handle, String signal) {
        int number = Signals.number(signal);
        processes.running(handle).ifPresent(s -> signals.send(s.pid(), s.startTime(), number));
    }

    @Override
    public void destroy(Handle handle, Duration atMost) throws IOException {
        ending.destroy(handle, atMost);
    }

    @Override
    public Usage usage(Handle handle) {
        return metering.usage(handle);
    }

    @Override
    public List<String> missingIsolation() {
        List<String> sentences = new ArrayList<>(privileges.missing());
        sentences.addAll(cgroups.missing());
        sentences.addAll(barriers.missing());
        return List.copyOf(sentences);
    }

    /** Stops watching; what runs goes on. What waits for an exit is never told. */
    @Override
    public void close() {
        exits.close();
    }

    private boolean outOfMemory(Handle handle) {
        try {
            return cgroups.outOfMemory(cgroups.find(handle.instance(), handle.launch()));
        } catch (IOException _) {
            return false;
        }
    }
}
