package dev.stead.testing;

import dev.stead.driver.Driver;
import dev.stead.driver.DriverException;
import dev.stead.driver.Exit;
import dev.stead.driver.Handle;
import dev.stead.driver.Launch;
import dev.stead.driver.Usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A driver whose programs exist only in a script. Deterministic: it has no threads and no clock;
 * what waits for an exit is told in the thread that causes it, outside the lock. Thread-safe. One
 * fake is one machine: it goes on over {@link #serverDied} so that a second agent can recover.
 */
public final class FakeDriver implements Driver {
    /** A signal that a running program got. */
    public record Sent(Handle handle, String signal) {}

    private static final Map<String, Integer> DEADLY =
            Map.of("HUP", 1, "INT", 2, "QUIT", 3, "KILL", 9, "TERM", 15);

    private final Map<String, Deque<Behaviour>> scripts = new HashMap<>();
    private final Map<Handle, FakeProcess> processes = new LinkedHashMap<>();
    private final List<Launch> launches = new ArrayList<>();
    private final List<Sent> signals = new ArrayList<>();
    private Function<Launch, Behaviour> unscripted = _ -> Behaviour.RUNS;
    private List<String> missing = List.of();
    private long nextPid = 1000;
    private int boots = 1;

    /** Each start of this instance takes the next behaviour; the last one stays. */
    public synchronized void script(String instance, Behaviour... behaviours) {
        scripts.put(instance, new ArrayDeque<>(List.of(behaviours)));
    }

    /** Starts that no script names take what this says. */
    public synchronized void choose(Function<Launch, Behaviour> choice) {
        unscripted = choice;
    }

    /** What {@link #missingIsolation} answers from now on. */
    public synchronized void missing(List<String> sentences) {
        missing = List.copyOf(sentences);
    }

    /** Every start that was asked for, the failed ones too, oldest first. */
    public synchronized List<Launch> launches() {
        return List.copyOf(launches);
    }

    /** Every signal that a running program got, oldest first. */
    public synchronized List<Sent> signals() {
        return List.copyOf(signals);
    }

    /** What runs now, oldest first. */
    public synchronized List<Handle> running() {
        return processes.values().stream().filter(p -> p.running).map(p -> p.handle).toList();
    }

    /** Ends the one running program of this instance with this status. */
    public void exit(String instance, int status) {
        end(instance, status, false);
    }

    /** Ends this program, if it runs. */
    public void exit(Handle handle, int status, boolean outOfMemory) {
        Runnable tell = () -> {};
        synchronized (this) {
            FakeProcess process = known(handle).orElse(null);
            if (process != null) {
                tell = process.end(status, outOfMemory);
            }
        }
        tell.run();
    }

    /** Ends the one running program of this instance as the kernel does for want of memory. */
    public void outOfMemory(String instance) {
        end(instance, 137, true);
    }

    /** The one running program of this instance writes a line to its output file. */
    public void print(String instance, String line) {
        Launch launch;
        synchronized (this) {
            launch = theRunning(instance).launch;
        }
        write(launch, List.of(line));
    }

    /** What {@link #usage} answers for the one running program of this instance from now on. */
    public synchronized void use(String instance, Usage usage) {
        theRunning(instance).usage = usage;
    }

    /**
     * The server is killed: what runs goes on, nobody who waited for an exit is told of it, and the
     * status of what it had started will be unknown.
     */
    public synchronized void serverDied() {
        processes.values().forEach(FakeProcess::serverDied);
    }

    /** The machine restarts: nothing runs, nobody is told, pids begin anew. */
    public synchronized void reboot() {
        serverDied();
        List.copyOf(processes.values()).forEach(p -> p.end(0, false));
        processes.clear();
        nextPid = 1000;
        boots++;
    }

    @Override
    public Handle start(Launch launch) throws DriverException {
        FakeProcess process;
        Runnable tell = () -> {};
        synchronized (this) {
            launches.add(launch);
            Behaviour behaviour = next(launch);
            if (behaviour instanceof Behaviour.Fails(String what, String mend)) {
                throw new DriverException(what, mend);
            }
            process = new FakeProcess(launch, newHandle(launch), behaviour);
            processes.put(process.handle, process);
            if (behaviour instanceof Behaviour.Exits exits) {
                tell = process.end(exits.status(), false);
            }
        }

        write(launch, process.behaviour instanceof Behaviour.Exits e ? e.lines() : List.of());
        tell.run();
        return process.handle;
    }

    @Override
    public synchronized Optional<Handle> recover(Handle handle) {
        return known(handle).filter(p -> p.running).map(p -> p.handle);
    }

    @Override
    public synchronized List<Found> find(String system) {
        return processes.values().stream()
                .filter(p -> p.running && p.launch.system().equals(system))
                .map(p -> new Found(p.handle, p.launch.instance(), p.launch.launch()))
                .toList();
    }

    @Override
    public synchronized CompletionStage<Exit> onExit(Handle handle) {
        return known(handle)
                .<CompletionStage<Exit>>map(p -> p.exit().copy())
                .orElseGet(() ->
                        CompletableFuture.completedStage(new Exit(OptionalInt.empty(), false)));
    }

    @Override
    public void signal(Handle handle, String signal) {
        Runnable tell = () -> {};
        synchronized (this) {
            FakeProcess process = known(handle).orElse(null);
            if (process == null || !process.running) {
                return;
            }
            signals.add(new Sent(handle, signal));
            if (DEADLY.containsKey(signal) && endsBy(process.behaviour, signal)) {
                tell = process.end(status(process.behaviour, signal), false);
            }
        }
        tell.run();
    }

    @Override
    public void destroy(Handle handle, Duration atMost) throws IOException {
        Runnable tell;
        synchronized (this) {
            FakeProcess process = known(handle).orElse(null);
            if (process == null || !process.running) {
                return;
            }
            if (!endsBy(process.behaviour, "KILL")) {
                throw new IOException(
                        handle.instance() + " is still there after " + atMost.toMillis() + " ms");
            }
            tell = process.end(137, false);
        }
        tell.run();
    }

    @Override
    public synchronized Usage usage(Handle handle) {
        return known(handle).filter(p -> p.running).map(p -> p.usage).orElse(Usage.NONE);
    }

    @Override
    public synchronized List<String> missingIsolation() {
        return missing;
    }

    private void end(String instance, int status, boolean outOfMemory) {
        Runnable tell;
        synchronized (this) {
            tell = theRunning(instance).end(status, outOfMemory);
        }
        tell.run();
    }

    private Behaviour next(Launch launch) {
        Deque<Behaviour> script = scripts.getOrDefault(launch.instance(), new ArrayDeque<>());
        Behaviour next = script.size() > 1 ? script.poll() : script.peek();
        return next == null ? unscripted.apply(launch) : next;
    }

    private Handle newHandle(Launch launch) {
        long pid = nextPid++;
        return new Handle(launch.launch(), launch.instance(), pid, pid * 7, "boot-" + boots);
    }

    private Optional<FakeProcess> known(Handle handle) {
        return Optional.ofNullable(processes.get(handle));
    }

    private FakeProcess theRunning(String instance) {
        List<FakeProcess> found =
                processes.values().stream()
                        .filter(p -> p.running && p.launch.instance().equals(instance))
                        .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " of " + instance + " run, not 1");
        }
        return found.getFirst();
    }

    private static boolean endsBy(Behaviour behaviour, String signal) {
        return switch (behaviour) {
            case Behaviour.Stubborn stubborn -> stubborn.destroyable() && signal.equals("KILL");
            case Behaviour.Runs _, Behaviour.Exits _, Behaviour.Fails _ -> true;
        };
    }

    private static int status(Behaviour behaviour, String signal) {
        return behaviour instanceof Behaviour.Runs runs && signal.equals("TERM")
                ? runs.onTerm()
                : 128 + DEADLY.getOrDefault(signal, 0);
    }

    private static void write(Launch launch, List<String> lines) {
        try {
            Files.write(
                    launch.output(),
                    lines,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
