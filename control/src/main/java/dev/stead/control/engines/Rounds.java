package dev.stead.control.engines;

import dev.stead.api.Activity;
import dev.stead.api.Agent;
import dev.stead.api.Gateway;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Scheduler;
import dev.stead.base.SteadException;
import dev.stead.model.Engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks at all engines again and again: who uses them, what they take, whether one has to end.
 * Thread-safe.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration SELDOM = Duration.ofSeconds(5);
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final int PART = 20;

    private final Agent agent;
    private final Gateway gateway;
    private final Scheduler scheduler;
    private final Book book;
    private final Transitions turns;
    private final Pulses pulses;
    private final Tickets tickets;
    private final Predicate<EngineRow> settled;
    private final LongSupplier steady;
    private final Bell bell;
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private Scheduler.Timer next = () -> {};
    private volatile boolean closed;

    /**
     * @param settled whether an engine is ready, and all its owner's
     */
    Rounds(
            Agent agent,
            Gateway gateway,
            Scheduler scheduler,
            Book book,
            Transitions turns,
            Pulses pulses,
            Tickets tickets,
            Predicate<EngineRow> settled,
            LongSupplier steady,
            Bell bell) {
        this.agent = agent;
        this.gateway = gateway;
        this.scheduler = scheduler;
        this.book = book;
        this.turns = turns;
        this.pulses = pulses;
        this.tickets = tickets;
        this.settled = settled;
        this.steady = steady;
        this.bell = bell;
    }

    /** Goes round from now on, as often as the components of now need it. */
    synchronized void begin() {
        next.cancel();
        if (!closed) {
            next = scheduler.after(gap(), this::round);
        }
    }

    private void round() {
        if (!closed) {
            lookQuietly();
            begin();
        }
    }

    /** Often enough for the shortest time that something has to be idle. */
    private Duration gap() {
        Duration gap = SELDOM;
        for (Terms terms : turns.terms()) {
            Duration part = terms.engine().idle().dividedBy(PART);
            gap = part.compareTo(gap) < 0 ? part : gap;
        }
        return gap.compareTo(OFTEN) < 0 ? OFTEN : gap;
    }

    private void lookQuietly() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.warn("engines could not be looked at; the next look is soon", e);
        }
    }

    private void look() {
        House house = book.now();
        tickets.expire(house);
        if (house.rows().isEmpty()) {
            return;
        }
        Map<String, Activity> outside = gateway.activity();
        Map<String, InstanceStatus> instances =
                agent.measured().stream()
                        .filter(Keeper::isEngine)
                        .collect(Collectors.toMap(InstanceStatus::id, i -> i));
        long now = scheduler.nanos();
        for (EngineRow row : house.rows()) {
            Optional.ofNullable(instances.get(row.id()))
                    .ifPresent(i -> look(row, i, Optional.ofNullable(outside.get(row.id())), now));
        }
        Set<String> ids = house.rows().stream().map(EngineRow::id).collect(Collectors.toSet());
        pulses.keep(ids);
        warned.retainAll(ids);
    }

    private void look(
            EngineRow row, InstanceStatus instance, Optional<Activity> outside, long now) {
        Optional<Terms> terms = turns.terms(row.component());
        boolean byCpu = terms.filter(t -> t.engine().busy().isEmpty()).isPresent();
        pulses.change(row.id(), now, p -> p.seen(instance, outside, byCpu, now));
        if (settled.test(row)) {
            terms.ifPresent(t -> judge(row, t.engine(), now));
        }
    }

    private void judge(EngineRow row, Engine engine, long now) {
        Lifespan.Outlook outlook =
                outlook(row, Lifespan.of(engine), pulses.of(row.id(), now).unused(now));
        if (!outlook.soon()) {
            tell(warned.remove(row.id()));
        } else if (engine.busy().isPresent() && !isTooOld(row, engine)) {
            ask(row, below(row.id(), engine), outlook);
        } else {
            act(row, outlook);
        }
    }

    private static Engine.Busy below(String id, Engine engine) {
        return switch (engine.busy().orElseThrow()) {
            case Engine.BusyPath(String path, Optional<String> contains) ->
                    new Engine.BusyPath(Front.below(id, engine.place(), path), contains);
            case Engine.BusyCommand command -> command;
        };
    }

    private boolean isTooOld(EngineRow row, Engine engine) {
        return outlook(row, Lifespan.of(engine), Duration.ZERO).isOver();
    }

    private Lifespan.Outlook outlook(EngineRow row, Lifespan span, Duration unused) {
        return span.outlook(unused, Duration.ofMillis(steady.getAsLong() - row.steady()));
    }

    private void act(EngineRow row, Lifespan.Outlook outlook) {
        if (outlook.isOver()) {
            turns.end(row.id(), EngineRow.How.CLOSED, outlook.reason());
        } else {
            tell(warned.add(row.id()));
        }
    }

    private void tell(boolean news) {
        if (news) {
            bell.ring();
        }
    }

    /** Asks the program itself, before its user is warned or it ends; one question at a time. */
    private void ask(EngineRow row, Engine.Busy how, Lifespan.Outlook outlook) {
        if (asked.add(row.id())) {
            scheduler.execute(() -> {
                try {
                    if (agent.isBusy(row.id(), how)) {
                        long now = scheduler.nanos();
                        pulses.change(row.id(), now, p -> p.usedAt(now));
                    } else {
                        act(row, outlook);
                    }
                } catch (SteadException e) {
                    // What does not answer is not known to work; a hang does not keep it for ever.
                    LOG.debug("{} cannot be asked whether it works: {}", row.id(), e.what());
                    act(row, outlook);
                } finally {
                    asked.remove(row.id());
                }
            });
        }
    }

    /** Whether the user of an engine was told that it ends soon. */
    boolean isWarned(String id) {
        return warned.contains(id);
    }

    void close() {
        closed = true;
    }
}
