package dev.stead.control.engines;

import dev.stead.api.Agent;
import dev.stead.api.Engines.EngineView;
import dev.stead.api.Engines.Offer;
import dev.stead.api.Engines.OfferedParameter;
import dev.stead.api.Engines.Opening;
import dev.stead.api.Engines.Phase;
import dev.stead.api.InstanceStatus;
import dev.stead.base.Scheduler;
import dev.stead.control.engines.EngineRow.State;
import dev.stead.model.Engine;
import dev.stead.model.EnginePlace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Engines as people and programs see them. Thread-safe. */
final class Roster {
    private static final int LINES = 8;

    private final Agent agent;
    private final Scheduler scheduler;
    private final Book book;
    private final Transitions turns;
    private final Pulses pulses;
    private final Keeper keeper;
    private final Rounds rounds;
    private final LongSupplier wall;
    private final LongSupplier steady;
    private volatile Front front = new Front("", 443);

    Roster(
            Agent agent,
            Scheduler scheduler,
            Book book,
            Transitions turns,
            Pulses pulses,
            Keeper keeper,
            Rounds rounds,
            LongSupplier wall,
            LongSupplier steady) {
        this.agent = agent;
        this.scheduler = scheduler;
        this.book = book;
        this.turns = turns;
        this.pulses = pulses;
        this.keeper = keeper;
        this.rounds = rounds;
        this.wall = wall;
        this.steady = steady;
    }

    /** Where the system is, from now on. */
    void at(Front place) {
        front = place;
    }

    Front front() {
        return front;
    }

    /** Where an engine answers. */
    String url(EngineRow row) {
        EnginePlace place =
                turns.terms(row.component()).map(t -> t.engine().place()).orElse(EnginePlace.HOST);
        return front.url(row.id(), place);
    }

    EngineView view(EngineRow row) {
        long now = scheduler.nanos();
        Pulses.Pulse pulse = pulses.of(row.id(), now);
        Optional<InstanceStatus> instance = agent.measured(row.id());
        long memory = instance.map(InstanceStatus::memory).orElse(0L);
        double cpu = instance.map(InstanceStatus::cpu).orElse(0.0);
        Duration unused =
                row.state() == State.READY && row.isOpen() ? pulse.unused(now) : Duration.ZERO;
        return new EngineView(
                row.id(),
                row.component(),
                Optional.of(row.key().resource()).filter(r -> !r.isEmpty()),
                row.owner(),
                instance.map(InstanceStatus::pid).orElse(OptionalLong.empty()),
                row.state().name().toLowerCase(Locale.ROOT),
                url(row),
                Instant.ofEpochMilli(row.began()),
                unused.toSeconds(),
                ends(row, unused),
                rounds.isWarned(row.id()),
                memory,
                Math.max(memory, pulse.mostMemory()),
                cpu,
                Math.max(cpu, pulse.mostCpu()),
                pulse.connections(),
                row.guests(),
                reason(row, instance));
    }

    private static Optional<String> reason(EngineRow row, Optional<InstanceStatus> instance) {
        return row.state() == State.ENDING
                ? Optional.of(row.ending().reason())
                : instance.flatMap(InstanceStatus::reason);
    }

    private Optional<Instant> ends(EngineRow row, Duration unused) {
        if (row.state() != State.READY || !row.isOpen()) {
            return Optional.empty();
        }
        Duration age = Duration.ofMillis(steady.getAsLong() - row.steady());
        return turns.terms(row.component())
                .map(t -> Lifespan.of(t.engine()).outlook(unused, age).left())
                .map(left -> Instant.ofEpochMilli(wall.getAsLong()).plus(left));
    }

    /** How far what somebody wants is. */
    Opening opening(Key key) {
        House house = book.now();
        Optional<EngineRow> row = house.row(key);
        if (row.filter(EngineRow::isOpen).isPresent()) {
            return of(row.get());
        }
        Optional<Ticket> ticket = house.ticket(key);
        if (ticket.isPresent()) {
            return waiting(ticket.get(), house, row.isPresent());
        }
        return row.map(this::of).orElseGet(() -> closed(key));
    }

    private Opening of(EngineRow row) {
        Phase phase =
                switch (row.state()) {
                    case STARTING -> Phase.STARTING;
                    case READY -> keeper.isSettled(row) ? Phase.READY : Phase.STARTING;
                    case ENDING -> Phase.ENDING;
                };
        Optional<String> reason =
                phase == Phase.ENDING ? Optional.of(row.ending().reason()) : Optional.empty();
        return made(
                row.key(),
                phase,
                Optional.of(row),
                OptionalInt.empty(),
                new Moments(row.since(), row.began()),
                reason,
                phase == Phase.STARTING ? agent.lastLines(row.id(), LINES) : List.of());
    }

    private Opening waiting(Ticket ticket, House house, boolean ending) {
        return made(
                ticket.key(),
                Phase.QUEUED,
                Optional.empty(),
                OptionalInt.of(house.place(ticket)),
                new Moments(ticket.asked(), ticket.asked()),
                Optional.of(
                        ending
                                ? "the one before it has to end first"
                                : "as many as may be open are open"),
                List.of());
    }

    private Opening closed(Key key) {
        Optional<UseTable.Past> past = book.read(h -> UseTable.last(h, key));
        Phase phase = past.filter(UseTable.Past::failed).isPresent() ? Phase.FAILED : Phase.CLOSED;
        return made(
                key,
                phase,
                Optional.empty(),
                OptionalInt.empty(),
                past.map(p -> new Moments(p.ended(), p.began()))
                        .orElseGet(() -> new Moments(wall.getAsLong(), wall.getAsLong())),
                past.map(UseTable.Past::reason),
                past.map(UseTable.Past::lines).orElse(List.of()));
    }

    /** Milliseconds since 1970. */
    private record Moments(long since, long began) {}

    private Opening made(
            Key key,
            Phase phase,
            Optional<EngineRow> row,
            OptionalInt place,
            Moments moments,
            Optional<String> reason,
            List<String> lines) {
        Optional<String> id = row.map(EngineRow::id);
        String version =
                String.join(
                        ".",
                        phase.word(),
                        id.orElse("-"),
                        place.isPresent() ? "" + place.getAsInt() : "-",
                        Integer.toHexString(reason.hashCode()));
        return new Opening(
                key.component(),
                Optional.of(key.resource()).filter(r -> !r.isEmpty()),
                key.account(),
                version,
                phase,
                id,
                row.map(this::url),
                place,
                Instant.ofEpochMilli(moments.since()),
                Instant.ofEpochMilli(moments.began()),
                reason,
                lines);
    }

    /** What somebody may open. */
    Offer offer(Terms terms, List<String> groups, String account) {
        Engine engine = terms.engine();
        return new Offer(
                engine.name(),
                engine.title().orElse(engine.name()),
                engine.icon()
                        .orElseGet(() -> engine.name().substring(0, 1).toUpperCase(Locale.ROOT)),
                engine.description(),
                engine.per() == Engine.Per.RESOURCE,
                engine.parameters().stream()
                        .map(p -> new OfferedParameter(p.name(), p.title(), Terms.open(p, groups)))
                        .toList(),
                book.now().rows().stream()
                        .filter(EngineRow::isOpen)
                        .filter(r -> r.component().equals(engine.name()))
                        .filter(r -> r.key().account().equals(account))
                        .map(EngineRow::id)
                        .toList(),
                front.opens(engine.name()));
    }
}
