package dev.stead.agent;

import dev.stead.api.Agent;
import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.api.Trimmable;
import dev.stead.base.Code;
import dev.stead.base.Scheduler;
import dev.stead.base.Secrets;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;
import dev.stead.driver.Driver;
import dev.stead.model.Engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs instances through a driver and keeps them running. Construct it, {@link #start} it once,
 * then use it from any thread; {@link #close} leaves every instance running.
 */
public final class ProcessAgent implements Agent {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessAgent.class);
    private static final Duration LOOK_AT_LOGS = Duration.ofSeconds(1);
    private static final Duration LOOK_AT_ENGINES = Duration.ofSeconds(3);
    private static final Duration LET_GO = Duration.ofSeconds(10);

    private final StateFolder folder;
    private final Driver driver;
    private final Surroundings around;
    private final Records records;
    private final Logs logs;
    private final Workshop shop;
    private final Recovery recovery;
    private final Busyness busyness;
    private final Fence fence;
    private final Map<String, Instance> instances = new ConcurrentHashMap<>();
    private final List<Consumer<InstanceStatus>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean started;
    private volatile boolean closed;

    /**
     * An agent that is not started yet; touches nothing.
     *
     * @param system the system whose instances these are
     * @param users the user name that a component runs as; empty means the user of this process
     * @param logLimit bytes that are kept of what one instance writes, at least 1 MiB
     */
    public ProcessAgent(
            String system,
            StateFolder folder,
            Driver driver,
            Secrets secrets,
            Function<String, Optional<String>> users,
            Surroundings around,
            long logLimit) {
        this(
                system,
                folder,
                driver,
                secrets,
                users,
                around,
                logLimit,
                LocalMachine.real(around.scheduler()));
    }

    /** As above, on a machine that need not be this one. */
    public ProcessAgent(
            String system,
            StateFolder folder,
            Driver driver,
            Secrets secrets,
            Function<String, Optional<String>> users,
            Surroundings around,
            long logLimit,
            LocalMachine machine) {
        this.folder = folder;
        this.driver = driver;
        this.around = around;
        this.logs = new Logs(folder, new LinuxHoles(), logLimit, around.scheduler());
        this.records = new Records(folder, machine.disk());
        Dwellings dwellings =
                new Dwellings(folder, new Homes(folder, new LiveUsers(Path.of("/proc"))));
        Allowances allowances = new Allowances(folder, dwellings, new DiskUse(machine.programs()));
        this.fence = new Fence(folder, machine.programs(), around.scheduler(), machine.root());
        Launcher launcher =
                new Launcher(
                        system,
                        folder,
                        driver,
                        secrets,
                        users,
                        logs,
                        around,
                        machine.portFree(),
                        dwellings,
                        allowances,
                        fence);
        Prober prober = new Prober(driver, launcher, machine.probes(), around.scheduler());
        this.shop =
                new Workshop(
                        driver,
                        launcher,
                        prober,
                        dwellings,
                        allowances,
                        fence,
                        records,
                        logs,
                        around);
        this.busyness = new Busyness(launcher, machine.probes(), around.scheduler());
        this.recovery = new Recovery(system, driver, around.scheduler());
    }

    /**
     * Takes up what is on record: adopts what runs, starts again what ended, goes on with stops
     * that were interrupted, ends what nobody asked for. Returns when each instance is under watch,
     * not when it is healthy.
     *
     * @throws SteadException EXTERNAL when a record cannot be read; then nothing was touched and
     *     what runs goes on
     */
    public void start() {
        makeFolders();
        Recovery.Found found = recovery.look(records.readAll());
        recovery.endOrphans(found);
        fence.begin(found.known().stream().map(known -> known.record().spec()).toList());
        for (Recovery.Known known : found.known()) {
            Instance instance = instance(known.record(), true);
            instances.put(instance.spec().id(), instance);
            known.handle().ifPresentOrElse(instance::adopt, instance::resume);
        }
        started = true;
        sweep(found);
        around.scheduler().after(LOOK_AT_LOGS, this::boundLogs);
        around.scheduler().after(LOOK_AT_ENGINES, this::lookAtEngines);
    }

    @Override
    public List<InstanceStatus> instances() {
        return instances.values().stream().map(Instance::status).toList();
    }

    @Override
    public Optional<InstanceStatus> instance(String id) {
        return Optional.ofNullable(instances.get(id)).map(Instance::status);
    }

    @Override
    public List<InstanceStatus> measured() {
        return instances.values().stream().map(Instance::measured).toList();
    }

    @Override
    public Optional<InstanceStatus> measured(String id) {
        return Optional.ofNullable(instances.get(id)).map(Instance::measured);
    }

    @Override
    public void run(InstanceSpec spec) {
        if (!started || closed) {
            throw new SteadException(Code.EXHAUSTED, "the agent does not run", "try again");
        }
        SpecCheck.check(spec);
        Instance fresh = instance(InstanceRecord.fresh(spec), false);
        Instance there = instances.putIfAbsent(spec.id(), fresh);
        if (there != null) {
            needSame(there, spec);
            return;
        }
        if (spec.enclosure().isPresent()) {
            // Somebody waits for it, so what takes long is begun at once.
            around.scheduler().execute(driver::expectStart);
            fence.announce(spec);
        }
        try {
            await(fresh.begin());
        } catch (SteadException e) {
            if (instances.get(spec.id()) == fresh) {
                await(fresh.stop());
            }
            fence.dismiss(spec.id());
            throw e;
        }
    }

    @Override
    public InstanceStatus awaitSettled(String id, Duration atMost) {
        Instance instance = need(id);
        return await(instance, instance.settled(), atMost);
    }

    @Override
    public InstanceStatus awaitTrouble(String id, Duration atMost) {
        Instance instance = need(id);
        return await(instance, instance.troubled(), atMost);
    }

    private InstanceStatus await(
            Instance instance, CompletableFuture<InstanceStatus> change, Duration atMost) {
        Scheduler.Timer limit =
                around.scheduler().after(atMost, () -> change.complete(instance.status()));
        try {
            return await(change);
        } finally {
            limit.cancel();
            instance.nobodyWaits(change);
        }
    }

    @Override
    public void restart(String id) {
        Instance instance = need(id);
        if (instance.spec().enclosure().isPresent()) {
            throw new SteadException(
                    Code.CONFLICT,
                    id + " is an engine, which is started once",
                    "stop it, and open another");
        }
        await(instance.restart());
    }

    @Override
    public void stop(String id) {
        Instance instance = instances.get(id);
        if (instance != null) {
            await(instance.stop());
        }
    }

    @Override
    public void endow(String id, String home) {
        await(need(id).endow(home));
    }

    @Override
    public boolean isBusy(String id, Engine.Busy how) {
        return busyness.ask(need(id).spec(), how);
    }

    @Override
    public List<String> lastLines(String id, int atMost) {
        return logs.lastLines(id, atMost);
    }

    @Override
    public void readLogs(List<String> ids, int lastLines, boolean follow, Consumer<LogLine> sink) {
        List<LogLine> sources = new ArrayList<>();
        for (String id : ids) {
            Instance instance = instances.get(id);
            sources.add(new LogLine(instance == null ? id : instance.spec().component(), id, ""));
        }
        logs.read(sources, lastLines, follow, sink);
    }

    @Override
    public Subscription onChange(Consumer<InstanceStatus> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public List<String> missingIsolation() {
        List<String> sentences = new ArrayList<>(driver.missingIsolation());
        sentences.addAll(fence.missing());
        return List.copyOf(sentences);
    }

    /** What of logs can go, the least missed first. */
    public List<Trimmable> trimmables() {
        return List.of(
                // Before the start it is not known whose logs are whose.
                logs.former(id -> !started || instances.containsKey(id)),
                new LiveLogs(folder, logs, this::running));
    }

    /** Writes a line of Stead's own into the log of each instance that runs. */
    public void tell(String text) {
        for (String id : running()) {
            try {
                logs.of(id).mark(text);
            } catch (IOException e) {
                LOG.debug("{} cannot be told: {}", id, Words.of(e));
            }
        }
    }

    private List<String> running() {
        return instances.values().stream()
                .filter(Instance::hasProcess)
                .map(instance -> instance.spec().id())
                .toList();
    }

    @Override
    public void close() {
        closed = true;
        CompletableFuture<?>[] quiet =
                instances.values().stream()
                        .map(Instance::release)
                        .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Boolean> all = CompletableFuture.allOf(quiet).thenApply(_ -> true);
        Scheduler.Timer limit = around.scheduler().after(LET_GO, () -> all.complete(false));
        try {
            await(all);
        } finally {
            limit.cancel();
        }
    }

    private Instance instance(InstanceRecord record, boolean onRecord) {
        String id = record.spec().id();
        return new Instance(record, onRecord, shop, listeners, self -> instances.remove(id, self));
    }

    private Instance need(String id) {
        Instance instance = instances.get(id);
        if (instance == null) {
            throw new SteadException(
                    Code.UNKNOWN,
                    "there is no instance " + id,
                    "see stead status for those there are");
        }
        return instance;
    }

    private static void needSame(Instance there, InstanceSpec spec) {
        if (there.beingStopped() || !there.spec().equals(spec)) {
            throw new SteadException(
                    Code.CONFLICT,
                    there.beingStopped()
                            ? spec.id() + " is being stopped"
                            : "another specification runs as " + spec.id(),
                    "use a new id");
        }
    }

    private void makeFolders() {
        try {
            Ownership.folder(folder.root(), StateFolder.MODE);
            Ownership.folder(folder.runs(), StateFolder.MODE);
            Ownership.folder(folder.logs(), "rwx------");
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the state folder " + folder.root() + " cannot be used: " + Words.of(e),
                    "make it writable for this user, with space left",
                    e);
        }
    }

    private void sweep(Recovery.Found found) {
        try {
            recovery.deleteLeftovers(found);
            logs.sweep(instances.keySet(), around.clock().instant());
        } catch (IOException e) {
            LOG.warn("what earlier instances left cannot be deleted: {}", Words.of(e));
        }
    }

    private void boundLogs() {
        for (Instance instance : instances.values()) {
            if (instance.hasProcess()) {
                try {
                    logs.bound(instance.spec().id());
                } catch (IOException e) {
                    LOG.warn("the log of {}: {}", instance.spec().id(), Words.of(e));
                }
            }
        }
        if (!closed) {
            around.scheduler().after(LOOK_AT_LOGS, this::boundLogs);
        }
    }

    private void lookAtEngines() {
        fence.look();
        for (Instance instance : instances.values()) {
            boolean limited =
                    instance.spec()
                            .enclosure()
                            .filter(enclosure -> enclosure.disk().isPresent())
                            .isPresent();
            if (limited && instance.hasProcess() && !closed) {
                instance.checkAllowance();
            }
        }
        if (!closed) {
            around.scheduler().after(LOOK_AT_ENGINES, this::lookAtEngines);
        }
    }

    private <T> T await(CompletableFuture<T> result) {
        try {
            return around.scheduler().await(result);
        } catch (CompletionException e) {
            throw e.getCause() instanceof SteadException known ? known : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SteadException(Code.EXHAUSTED, "the wait was interrupted", "ask again", e);
        }
    }
}
