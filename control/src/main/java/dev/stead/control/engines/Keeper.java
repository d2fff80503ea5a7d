package dev.stead.control.engines;

import dev.stead.api.Agent;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;
import dev.stead.control.engines.EngineRow.State;
import dev.stead.model.InstanceState;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Makes the agent do what the rows say: one errand for each engine at a time, looked for again
 * whenever a row or an instance has changed. Thread-safe.
 */
final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int LAST_LINES = 20;

    private final Agent agent;
    private final Scheduler scheduler;
    private final Book book;
    private final Transitions turns;
    private final Quarters quarters;
    private final Function<String, Optional<Terms>> terms;
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Set<String> launched = ConcurrentHashMap.newKeySet();
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> pausing = new ConcurrentHashMap<>();
    private volatile boolean begun;
    private volatile boolean closed;

    /**
     * @param terms of a component, as they are now
     */
    Keeper(
            Agent agent,
            Scheduler scheduler,
            Book book,
            Transitions turns,
            Quarters quarters,
            Function<String, Optional<Terms>> terms) {
        this.agent = agent;
        this.scheduler = scheduler;
        this.book = book;
        this.turns = turns;
        this.quarters = quarters;
        this.terms = terms;
    }

    /** What there is to do for an engine. */
    private enum Errand {
        LAUNCH,
        SETTLE_IN,
        END
    }

    /** Takes up what a former server left: what runs goes on, what does not turns. */
    void takeUp() {
        for (EngineRow row : book.now().rows()) {
            Optional<InstanceStatus> instance = agent.instance(row.id());
            if (instance.isPresent()) {
                launched.add(row.id());
            } else if (row.state() == State.READY) {
                launched.add(row.id());
                turns.end(row.id(), EngineRow.How.FAILED, "it was gone when Stead was started");
            }
        }
        List<String> known = book.now().rows().stream().map(EngineRow::id).toList();
        for (InstanceStatus instance : agent.instances()) {
            if (isEngine(instance) && !known.contains(instance.id())) {
                LOG.info("{} is no engine of anybody, and is stopped", instance.id());
                scheduler.execute(() -> agent.stop(instance.id()));
            } else if (isEngine(instance)) {
                observe(instance, true);
            }
        }
    }

    static boolean isEngine(InstanceStatus instance) {
        return instance.spec().enclosure().isPresent();
    }

    /** Whether an engine that is ready is all its owner's, and may be shown to them. */
    boolean isSettled(EngineRow row) {
        return row.state() == State.READY && row.isOpen() && settled.contains(row.id());
    }

    /** The port that an engine listens on; empty before it is known. */
    OptionalInt port(String id) {
        return agent.instance(id).map(i -> i.spec().port()).orElse(OptionalInt.empty());
    }

    /** What the file says is known from now on. */
    void begin() {
        begun = true;
    }

    /** Does what is to be done; nothing before it is known what the file says. */
    void work() {
        if (closed || !begun) {
            return;
        }
        for (EngineRow row : book.now().rows()) {
            Optional<Errand> errand = errand(row);
            if (errand.isPresent() && !mayWait(row, errand.get()) && busy.add(row.id())) {
                scheduler.execute(() -> run(row.id()));
            }
        }
    }

    /**
     * A warm one is for somebody later: it is not started while whoever has claimed the one before
     * it is on the way there.
     */
    private boolean mayWait(EngineRow row, Errand errand) {
        if (errand != Errand.LAUNCH || !row.isWarm()) {
            return false;
        }
        long now = scheduler.nanos();
        Long since = pausing.putIfAbsent(row.id(), now);
        if (since == null) {
            scheduler.after(PAUSE, this::work);
        }
        return since == null || now - since < PAUSE.toNanos();
    }

    private Optional<Errand> errand(EngineRow row) {
        if (row.state() == State.ENDING) {
            return Optional.of(Errand.END);
        }
        if (!launched.contains(row.id())) {
            return Optional.of(Errand.LAUNCH);
        }
        return row.isOpen() && !settled.contains(row.id())
                ? Optional.of(Errand.SETTLE_IN)
                : Optional.empty();
    }

    private void run(String id) {
        boolean again = false;
        try {
            Optional<EngineRow> row = book.now().row(id);
            Optional<Errand> errand = row.flatMap(this::errand);
            if (errand.isPresent() && !closed) {
                again = run(row.get(), errand.get());
            }
        } catch (RuntimeException e) {
            LOG.warn("{}: what is to be done for it failed, and is tried again", id, e);
            scheduler.after(TRY_AGAIN, this::work);
        } finally {
            busy.remove(id);
        }
        if (again) {
            work();
        }
    }

    private boolean run(EngineRow row, Errand errand) {
        switch (errand) {
            case LAUNCH -> launch(row);
            case SETTLE_IN -> settleIn(row);
            case END -> end(row);
        }
        return true;
    }

    private void launch(EngineRow row) {
        Optional<Terms> now = terms.apply(row.component());
        if (now.isEmpty()) {
            launched.add(row.id());
            turns.end(row.id(), EngineRow.How.CLOSED, "the system has no " + row.component());
            return;
        }
        Terms its = now.get();
        Optional<String> home = home(its, row);
        try {
            quarters.run((port, user) ->
                    its.maker()
                            .make(
                                    row.id(),
                                    new Terms.Seat(
                                            port,
                                            user,
                                            home,
                                            row.parameters(),
                                            Optional.of(row.key().resource())
                                                    .filter(r -> !r.isEmpty()))));
            launched.add(row.id());
            if (home.isPresent()) {
                settle(row);
            }
        } catch (SteadException e) {
            launched.add(row.id());
            fail(row.id(), "it could not be started: " + e.what());
        }
    }

    /** A warm engine gets the home of whoever has claimed it. */
    private void settleIn(EngineRow row) {
        Optional<String> home = terms.apply(row.component()).flatMap(t -> home(t, row));
        try {
            home.ifPresent(name -> agent.endow(row.id(), name));
            settle(row);
        } catch (SteadException e) {
            fail(row.id(), "its home cannot be given to it: " + e.what());
        }
    }

    /** It may have been warm for longer than it may be unused: from now on it is somebody's. */
    private void settle(EngineRow row) {
        turns.used(row.id());
        settled.add(row.id());
        turns.settled();
    }

    /** Empty for an engine without one, or without an owner so far. */
    private static Optional<String> home(Terms terms, EngineRow row) {
        return terms.engine().home() && !row.isWarm()
                ? Optional.of(HomeName.of(row.key()))
                : Optional.empty();
    }

    private void end(EngineRow row) {
        try {
            agent.stop(row.id());
        } catch (SteadException e) {
            LOG.warn("{} cannot be stopped: {}", row.id(), e.what());
            throw e;
        }
        launched.remove(row.id());
        pausing.remove(row.id());
        settled.remove(row.id());
        turns.gone(row);
    }

    /** An instance has changed. */
    void observe(InstanceStatus instance) {
        observe(instance, false);
    }

    private void observe(InstanceStatus instance, boolean atStart) {
        if (closed || !isEngine(instance)) {
            return;
        }
        scheduler.execute(() ->
                agent.instance(instance.id())
                        .ifPresent(now ->
                                book.now().row(now.id()).ifPresent(r -> take(r, now, atStart))));
    }

    private void take(EngineRow row, InstanceStatus now, boolean atStart) {
        if (row.state() == State.ENDING) {
            return;
        }
        boolean over =
                now.state() == InstanceState.FAILED || now.state() == InstanceState.CRASH_LOOP;
        boolean starting = row.state() == State.STARTING;
        if (over && starting && atStart) {
            turns.end(row.id(), EngineRow.How.AGAIN, "Stead was restarted while it was started");
        } else if (over || (starting && now.state() == InstanceState.UNHEALTHY)) {
            fail(row.id(), now.reason().orElse("it ended"));
        } else if (starting && now.state() == InstanceState.HEALTHY) {
            turns.ready(row.id());
        }
    }

    private void fail(String id, String reason) {
        turns.failed(id, reason, agent.lastLines(id, LAST_LINES));
    }

    void close() {
        closed = true;
    }
}
