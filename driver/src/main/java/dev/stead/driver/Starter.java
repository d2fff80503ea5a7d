package dev.stead.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Starts launches. Thread-safe. */
final class Starter {
    private static final long LEAST_GAP_NANOS = 500_000;
    private static final long WIDEST_GAP_NANOS = 10_000_000;

    /** It is looked again after this part of the time that has passed. */
    private static final int PART = 8;

    private static final long NAMELESS_NANOS = 100_000_000;
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final Set<String> STAGES =
            Set.of("sh", Wrapper.NAME, Wrapper.UNSHARE, Wrapper.SETPRIV);

    private final Libc libc;
    private final Processes processes;
    private final Cgroups cgroups;
    private final LaunchRecords records;
    private final Ending ending;
    private final Privileges privileges;
    private final Barriers barriers;
    private final View view;
    private final LongSupplier nanos;
    private final Spawn spawn = new Spawn();
    private final Set<String> starting = ConcurrentHashMap.newKeySet();

    Starter(
            Libc libc,
            Processes processes,
            Cgroups cgroups,
            LaunchRecords records,
            Ending ending,
            Privileges privileges,
            Barriers barriers,
            LongSupplier nanos) {
        this.libc = libc;
        this.processes = processes;
        this.cgroups = cgroups;
        this.records = records;
        this.ending = ending;
        this.privileges = privileges;
        this.barriers = barriers;
        this.view = new View(Path.of("/etc"), barriers);
        this.nanos = nanos;
    }

    /** The launches that are being started now. */
    Set<String> starting() {
        return starting;
    }

    /**
     * See {@link Driver#start}.
     *
     * @param child gets the started child, whose status is still to be taken
     */
    Handle start(Launch launch, Consumer<Handle> child) throws DriverException {
        LaunchCheck.check(launch);
        Optional<Identity> identity = privileges.identity(launch);
        LaunchCheck.makeOutput(launch.output());
        starting.add(launch.launch());
        try {
            return started(settled(launch), identity, child);
        } finally {
            starting.remove(launch.launch());
        }
    }

    /** Temporary files of what is enclosed are where nobody else sees them. */
    private Launch settled(Launch launch) {
        return launch.enclosed().isPresent() && barriers.files()
                ? launch.with("TMPDIR", "/tmp")
                : launch;
    }

    private Optional<Wrapper.Room> room(Launch launch) throws DriverException {
        Optional<Path> unshare = barriers.unshare();
        if (launch.enclosed().isEmpty() || unshare.isEmpty()) {
            return Optional.empty();
        }
        Enclosed enclosed = launch.enclosed().get();
        try {
            return Optional.of(new Wrapper.Room(unshare.get(), view.make(enclosed)));
        } catch (IOException e) {
            throw new DriverException(
                    "the files of %s cannot be written: %s".formatted(launch.instance(), e),
                    "make " + enclosed.view() + " writable, with space left",
                    e);
        }
    }

    private Handle started(Launch launch, Optional<Identity> identity, Consumer<Handle> child)
            throws DriverException {
        Handle none = new Handle(launch.launch(), launch.instance(), 0, 0, processes.boot());
        try {
            List<Path> groups = cgroups.make(Marks.of(launch), launch.limits());
            Path record = records.file(launch.launch());
            Wrapper wrapper =
                    Wrapper.of(
                            launch,
                            groups,
                            record,
                            processes.boot(),
                            privileges.setpriv(),
                            identity,
                            room(launch));
            StartFailure failure = new StartFailure(launch, Files.size(launch.output()));
            cgroups.expectMove();
            long pid =
                    spawn.start(wrapper.program(), wrapper.words(), wrapper.env(), launch.output());
            if (pid < 0) {
                throw failure.explainSpawn((int) -pid);
            }
            Handle handle = become(launch, pid, wrapper, failure);
            child.accept(handle);
            return handle;
        } catch (IOException e) {
            remove(none);
            throw new DriverException(
                    "the limits of %s cannot be set: %s".formatted(launch.instance(), e),
                    "look whether the limits fit this host",
                    e);
        } catch (DriverException | RuntimeException e) {
            remove(none);
            throw e;
        }
    }

    // The pid is a child whose status nobody else takes, so it stays this process's.
    private Handle become(Launch launch, long pid, Wrapper wrapper, StartFailure failure)
            throws DriverException {
        long begun = nanos.getAsLong();
        long named = begun;
        while (true) {
            ProcessStat stat = processes.stat(pid).orElseThrow();
            String line = processes.commandLine(pid).orElse("");
            boolean stage = STAGES.contains(stat.name());
            if (stat.ended() && stage && !stat.name().equals("sh")) {
                throw failure.explain(stat.name(), libc.reap(pid).orElse(0));
            }
            // In the middle of an exec there is no command line, and in the first one the name is
            // still that of this process's thread; some programs wipe theirs out for good.
            long now = nanos.getAsLong();
            named = line.isEmpty() && !stage ? named : now;
            boolean became =
                    line.isEmpty()
                            ? now - named > NAMELESS_NANOS
                            : !wrapper.stages().contains(line);
            if (stat.ended() || became) {
                return handle(launch, stat);
            }
            if (now - begun > AT_MOST.toNanos()) {
                remove(handle(launch, stat));
                libc.reap(pid);
                throw new DriverException(
                        launch.instance() + " did not start within " + AT_MOST.toSeconds() + " s",
                        "look whether the host is overloaded");
            }
            LockSupport.parkNanos(
                    Math.clamp((now - begun) / PART, LEAST_GAP_NANOS, WIDEST_GAP_NANOS));
        }
    }

    private Handle handle(Launch launch, ProcessStat stat) {
        return new Handle(
                launch.launch(), launch.instance(), stat.pid(), stat.startTime(), processes.boot());
    }

    private void remove(Handle handle) {
        try {
            ending.destroy(handle, AT_MOST);
        } catch (IOException _) {
            // An empty cgroup may stay behind; the next Driver.find removes it.
        }
    }
}
