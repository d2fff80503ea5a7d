package dev.stead.testing;

import dev.stead.api.Agent;
import dev.stead.api.Enclosure;
import dev.stead.api.InstanceSpec;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Code;
import dev.stead.base.SteadException;
import dev.stead.model.Engine;
import dev.stead.model.InstanceState;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * An agent in memory: instances are healthy as soon as they run, unless a test says otherwise. It
 * can be told to fail at its n-th call, as a server does that is killed there; what ran goes on
 * running. Thread-safe.
 */
public final class FakeAgent implements Agent {
    private final Map<String, InstanceStatus> instances = new LinkedHashMap<>();
    private final List<Consumer<InstanceStatus>> listeners = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();
    private Predicate<InstanceSpec> sick = spec -> false;
    private int callsLeft = Integer.MAX_VALUE;
    private boolean stopsFail;
    private final Map<String, String> homes = new HashMap<>();
    private final Set<String> busy = new HashSet<>();

    /** Thrown where a test wants the server to die. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Instances of which this is true never become healthy. */
    public synchronized void sickens(Predicate<InstanceSpec> which) {
        this.sick = which;
    }

    /** Cannot stop anything, as when the disk is full, until it is told otherwise. */
    public synchronized void failStops(boolean fail) {
        this.stopsFail = fail;
    }

    /** Dies before its call after this many; {@link #revive} ends that. */
    public synchronized void dieAfter(int calls) {
        this.callsLeft = calls;
    }

    /** Works again, with a new server that knows no listeners. */
    public synchronized void revive() {
        callsLeft = Integer.MAX_VALUE;
        listeners.clear();
    }

    /**
     * What it was told to do, in order: {@code run api-1}, {@code stop api-1}, {@code restart
     * db-1}.
     */
    public synchronized List<String> calls() {
        return List.copyOf(calls);
    }

    /** Sets an instance's state, as if it had changed by itself. */
    public synchronized void change(String id, InstanceState state) {
        InstanceStatus was = instances.get(id);
        if (was != null) {
            put(was.spec(), state);
        }
    }

    @Override
    public synchronized List<InstanceStatus> instances() {
        return List.copyOf(instances.values());
    }

    @Override
    public synchronized Optional<InstanceStatus> instance(String id) {
        return Optional.ofNullable(instances.get(id));
    }

    @Override
    public List<InstanceStatus> measured() {
        return instances();
    }

    @Override
    public Optional<InstanceStatus> measured(String id) {
        return instance(id);
    }

    @Override
    public synchronized void run(InstanceSpec spec) {
        called("run " + spec.id());
        InstanceStatus running = instances.get(spec.id());
        if (running == null) {
            put(spec, sick.test(spec) ? sickState(spec) : InstanceState.HEALTHY);
            spec.enclosure().flatMap(Enclosure::home).ifPresent(home -> homes.put(spec.id(), home));
        } else if (!running.spec().equals(spec)) {
            throw new IllegalStateException(spec.id() + " runs with another specification");
        }
    }

    @Override
    public synchronized InstanceStatus awaitSettled(String id, Duration atMost) {
        InstanceStatus status = instances.get(id);
        if (status == null) {
            throw new IllegalStateException(id + " is not on record");
        }
        return status;
    }

    /** At once: what is to go wrong has gone wrong. */
    @Override
    public InstanceStatus awaitTrouble(String id, Duration atMost) {
        return awaitSettled(id, atMost);
    }

    @Override
    public synchronized void restart(String id) {
        called("restart " + id);
        InstanceStatus status = instances.get(id);
        if (status != null && status.spec().enclosure().isPresent()) {
            throw new SteadException(Code.CONFLICT, id + " is started once", "open another");
        }
    }

    @Override
    public synchronized void stop(String id) {
        called("stop " + id);
        if (stopsFail) {
            throw new SteadException(Code.HOST, "no space left on device", "make room");
        }
        instances.remove(id);
        homes.remove(id);
        busy.remove(id);
    }

    @Override
    public synchronized void endow(String id, String home) {
        called("endow " + id + " " + home);
        if (!instances.containsKey(id)) {
            throw new SteadException(Code.UNKNOWN, "there is no instance " + id, "look again");
        }
        if (!homes.getOrDefault(id, home).equals(home)) {
            throw new SteadException(Code.CONFLICT, id + " has another home", "open another");
        }
        homes.put(id, home);
    }

    /** The homes that instances have, by instance. */
    public synchronized Map<String, String> homes() {
        return Map.copyOf(homes);
    }

    /** Something works in an instance from now on, or no longer. */
    public synchronized void works(String id, boolean works) {
        if (works) {
            busy.add(id);
        } else {
            busy.remove(id);
        }
    }

    @Override
    public synchronized boolean isBusy(String id, Engine.Busy how) {
        if (!instances.containsKey(id)) {
            throw new SteadException(Code.UNKNOWN, "there is no instance " + id, "look again");
        }
        return busy.contains(id);
    }

    private static InstanceState sickState(InstanceSpec spec) {
        return spec.enclosure().isPresent() ? InstanceState.FAILED : InstanceState.CRASH_LOOP;
    }

    @Override
    public List<String> lastLines(String id, int atMost) {
        return List.of(id + " wrote this");
    }

    @Override
    public void readLogs(List<String> ids, int lastLines, boolean follow, Consumer<LogLine> sink) {
        ids.forEach(id -> sink.accept(new LogLine("", id, id + " wrote this")));
    }

    @Override
    public synchronized Subscription onChange(Consumer<InstanceStatus> listener) {
        listeners.add(listener);
        return () -> forget(listener);
    }

    private synchronized void forget(Consumer<InstanceStatus> listener) {
        listeners.remove(listener);
    }

    @Override
    public List<String> missingIsolation() {
        return List.of();
    }

    @Override
    public void close() {}

    private void called(String call) {
        if (callsLeft-- <= 0) {
            throw new Killed();
        }
        calls.add(call);
    }

    private void put(InstanceSpec spec, InstanceState state) {
        InstanceStatus status =
                new InstanceStatus(
                        spec,
                        OptionalLong.of(1000L + instances.size()),
                        state,
                        Instant.EPOCH,
                        0,
                        state == InstanceState.HEALTHY
                                ? Optional.empty()
                                : Optional.of("it ended with exit status 1"),
                        0,
                        0);
        instances.put(spec.id(), status);
        List.copyOf(listeners).forEach(l -> l.accept(status));
    }
}
