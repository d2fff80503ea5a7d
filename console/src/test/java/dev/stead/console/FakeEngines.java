package dev.stead.console;

import dev.stead.api.Agent;
import dev.stead.api.Caller;
import dev.stead.api.Engines;
import dev.stead.api.Permission;
import dev.stead.api.Role;
import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Engines of a sample whose openings are as they were set; keeps what it was asked to do. Those who
 * look wait until something is set. Thread-safe.
 */
final class FakeEngines implements Engines {
    final List<String> done = new CopyOnWriteArrayList<>();
    private final EngineSample sample;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Opening> openings = new HashMap<>();
    private final Map<String, Function<OpenRequest, Opening>> whenOpened = new HashMap<>();
    private int waiting;

    FakeEngines(EngineSample sample) {
        this.sample = sample;
    }

    /** How an opening is from now on. */
    void set(Opening opening) {
        lock.lock();
        try {
            openings.put(key(opening.component(), opening.resource()), opening);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What becomes of a component that is opened. */
    void whenOpened(String component, Function<OpenRequest, Opening> answer) {
        lock.lock();
        try {
            whenOpened.put(component, answer);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when somebody waits for a change. */
    void awaitWaiting() throws InterruptedException {
        lock.lock();
        try {
            while (waiting == 0) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private static String key(String component, Optional<String> resource) {
        return component + " " + resource.orElse("");
    }

    private Opening now(Wanted wanted) {
        return openings.getOrDefault(
                key(wanted.component(), wanted.resource()),
                sample.opening(wanted.component(), wanted.resource(), Phase.CLOSED, "closed"));
    }

    @Override
    public List<Offer> offers(Caller caller) {
        Who.must(caller, Permission.SEE_OWN);
        return sample.offers();
    }

    @Override
    public Opening open(Caller caller, OpenRequest request) {
        Who.must(caller, Permission.OPEN_OWN);
        Wanted wanted = request.wanted();
        done.add(
                "open "
                        + wanted.component()
                        + wanted.resource().map(r -> " " + r).orElse("")
                        + " "
                        + request.parameters());
        lock.lock();
        try {
            Opening opening =
                    whenOpened
                            .getOrDefault(
                                    wanted.component(),
                                    r ->
                                            sample.opening(
                                                    r.wanted().component(),
                                                    r.wanted().resource(),
                                                    Phase.STARTING,
                                                    "starting"))
                            .apply(request);
            set(opening);
            return opening;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Opening look(Caller caller, Wanted wanted, Optional<String> known, Duration atMost) {
        Who.must(caller, Permission.SEE_OWN);
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (left > 0 && now(wanted).version().equals(known.orElse(""))) {
                waiting++;
                changed.signalAll();
                left = changed.awaitNanos(left);
                waiting--;
            }
            return now(wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SteadException(Code.EXHAUSTED, "the wait was interrupted", "ask again", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<EngineView> list(Caller caller, boolean all) {
        Who.must(caller, all ? Permission.SEE_SYSTEM : Permission.SEE_OWN);
        String me = name(caller);
        return sample.engines().stream()
                .filter(e -> all || e.user().equals(Optional.of(me)) || e.sharedWith().contains(me))
                .toList();
    }

    private static String name(Caller caller) {
        return FakeAccounts.name(Who.of(caller));
    }

    @Override
    public Optional<Wanted> find(Caller caller, String id) {
        Who.must(caller, Permission.SEE_OWN);
        return sample.past(id)
                .or(() ->
                        list(caller, false).stream()
                                .filter(e -> e.id().equals(id))
                                .map(e -> new Wanted(e.component(), e.resource(), e.user()))
                                .findFirst());
    }

    private EngineView one(Caller caller, String id, Permission others, String what) {
        Who.must(caller, Permission.OPEN_OWN);
        EngineView found =
                sample.engines().stream()
                        .filter(e -> e.id().equals(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new SteadException(
                                        Code.UNKNOWN, "there is no engine " + id, "see the list"));
        if (!found.user().equals(Optional.of(name(caller)))) {
            Who.must(caller, others);
        }
        done.add(what);
        return found;
    }

    @Override
    public void stop(Caller caller, String id) {
        var _ = one(caller, id, Permission.CHANGE_SYSTEM, "stop " + id);
    }

    @Override
    public EngineView extend(Caller caller, String id) {
        return one(caller, id, Permission.CHANGE_SYSTEM, "extend " + id);
    }

    @Override
    public EngineView share(Caller caller, String id, List<String> accounts) {
        if (accounts.contains("nobody")) {
            throw new SteadException(
                    Code.UNKNOWN, "there is no account nobody that may sign in", "look again");
        }
        return one(caller, id, Permission.HOLD_SERVER, "share " + id + " " + accounts);
    }

    @Override
    public EngineView enter(Caller caller, String id) {
        Who.must(caller, Permission.CHANGE_SYSTEM);
        return one(caller, id, Permission.CHANGE_SYSTEM, "enter " + id);
    }

    @Override
    public void logs(
            Caller caller, String id, int lines, boolean follow, Consumer<Agent.LogLine> sink) {
        Who.must(caller, Permission.SEE_OWN);
        if (Who.of(caller) == Role.USER && !id.equals("notebook-7")) {
            Who.must(caller, Permission.SEE_SYSTEM);
        }
        sample.lines().forEach(line -> sink.accept(new Agent.LogLine("notebook", id, line)));
    }

    @Override
    public List<Use> usage(Caller caller, Instant from, Instant to) {
        Who.must(caller, Permission.SEE_SYSTEM);
        List<Use> uses = new ArrayList<>(sample.uses());
        uses.removeIf(u ->
                !u.began().isBefore(to) || u.ended().filter(e -> e.isBefore(from)).isPresent());
        return List.copyOf(uses);
    }
}
