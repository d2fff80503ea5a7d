package dev.stead.control.engines;

import dev.stead.base.Scheduler;
import dev.stead.control.engines.EngineRow.Ending;
import dev.stead.control.engines.EngineRow.How;
import dev.stead.control.engines.EngineRow.State;
import dev.stead.model.Engine;

import org.jdbi.v3.core.Handle;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Changes of the rows of engines that somebody or something wants. Thread-safe. */
final class Transitions {
    private final Book book;
    private final Places places;
    private final Scheduler scheduler;
    private final LongSupplier wall;
    private final Pulses pulses;
    private final WarmPause pause;
    private final Map<String, Integer> known = new ConcurrentHashMap<>();
    private volatile Map<String, Terms> terms = Map.of();
    private volatile Runnable shown = () -> {};

    Transitions(
            Book book,
            Places places,
            Scheduler scheduler,
            LongSupplier wall,
            Pulses pulses,
            WarmPause pause) {
        this.book = book;
        this.places = places;
        this.scheduler = scheduler;
        this.wall = wall;
        this.pulses = pulses;
        this.pause = pause;
    }

    /** What is to be done when what visitors may reach has changed without a row. */
    void tell(Runnable who) {
        shown = who;
    }

    /** The highest number of an instance of a component that exists. */
    void knowing(String component, int number) {
        known.merge(component, number, Math::max);
    }

    Optional<Terms> terms(String component) {
        return Optional.ofNullable(terms.get(component));
    }

    /** In the order of the file. */
    List<Terms> terms() {
        return List.copyOf(terms.values());
    }

    /** Goes by another file from now on: what it has no component for ends. */
    void follow(Map<String, Terms> next) {
        terms = Collections.unmodifiableMap(new LinkedHashMap<>(next));
        pause.forget();
        book.change(draft -> {
            House house = draft.house();
            endAll(
                    draft,
                    house.rows().stream().filter(r -> !next.containsKey(r.component())).toList(),
                    "the system does not have it any more");
            house.queue().stream()
                    .filter(t -> !next.containsKey(t.key().component()))
                    .forEach(draft::delete);
            next.keySet().forEach(component -> fill(draft, component));
            return true;
        });
    }

    private void endAll(Draft draft, List<EngineRow> rows, String why) {
        rows.stream()
                .filter(r -> r.state() != State.ENDING)
                .forEach(r -> draft.update(r.ending(Ending.closed(why), wall.getAsLong())));
    }

    /** Gives away the places of a component, as far as there are any. */
    void fill(Draft draft, String component) {
        terms(component)
                .ifPresent(t ->
                        places.fill(
                                draft,
                                t,
                                pause.mayWarm(component),
                                known.getOrDefault(component, 0)));
    }

    /** Gives away what is free, after time has passed. */
    void fill(String component) {
        book.change(draft -> {
            fill(draft, component);
            return true;
        });
    }

    /** Its program can be used. */
    void ready(String id) {
        used(id);
        boolean warm =
                book.change(draft -> {
                    Optional<EngineRow> row =
                            draft.house().row(id).filter(r -> r.state() == State.STARTING);
                    row.ifPresent(r -> draft.update(r.ready(wall.getAsLong())));
                    return row.filter(EngineRow::isWarm).isPresent();
                });
        if (warm) {
            book.now().row(id).ifPresent(r -> pause.wentWell(r.component()));
        }
    }

    /** It ended by itself, or was never ready. */
    void failed(String id, String reason, List<String> lines) {
        end(id, new Ending(How.FAILED, reason, lines));
    }

    /** It is to end. */
    void end(String id, How how, String reason) {
        end(id, new Ending(how, reason, List.of()));
    }

    private void end(String id, Ending why) {
        book.change(draft -> {
            draft.house()
                    .row(id)
                    .filter(r -> r.state() != State.ENDING)
                    .ifPresent(r -> draft.update(r.ending(why, wall.getAsLong())));
            return true;
        });
    }

    /** Nothing of it is left: its place is free. */
    void gone(EngineRow row) {
        Pulses.Pulse pulse = pulses.of(row.id(), scheduler.nanos());
        if (row.isWarm() && row.ending().how() == How.FAILED) {
            scheduler.after(pause.wentWrong(row.component()), () -> fill(row.component()));
        }
        book.change(draft -> {
            draft.delete(row);
            if (!row.isWarm() && row.ending().how() == How.AGAIN) {
                draft.insert(again(row, draft.house()));
            } else if (!row.isWarm()) {
                UseTable.insert(draft.handle(), past(row, pulse));
            }
            fill(draft, row.component());
            return true;
        });
    }

    private static Ticket again(EngineRow row, House house) {
        long first = house.queue().stream().mapToLong(Ticket::turn).min().orElse(0) - 1;
        return new Ticket(row.key(), row.parameters(), row.began(), first);
    }

    private UseTable.Past past(EngineRow row, Pulses.Pulse pulse) {
        return new UseTable.Past(
                row.id(),
                row.key(),
                row.began(),
                wall.getAsLong(),
                row.ending().how() == How.FAILED,
                row.ending().reason(),
                row.ending().lines(),
                Math.round(pulse.cpuSeconds() * 1000),
                pulse.mostMemory());
    }

    /** Counts as use of an engine. */
    void used(String id) {
        pulses.change(id, scheduler.nanos(), p -> p.usedAt(scheduler.nanos()));
    }

    /** An engine is all its owner's: visitors may be let in. */
    void settled() {
        shown.run();
    }

    /** An account has signed out everywhere: what is not to outlive that ends. */
    void signedOut(Handle h, String account) {
        leave(
                h,
                account,
                r ->
                        terms(r.component())
                                .filter(t -> t.engine().onSignOut() == Engine.OnSignOut.STOP)
                                .isPresent(),
                "its user signed out");
    }

    /** An account may not sign in any more: all that it has ends. */
    void barred(Handle h, String account) {
        leave(h, account, _ -> true, "its user may not sign in any more");
    }

    private void leave(Handle h, String account, Predicate<EngineRow> which, String why) {
        book.change(
                h,
                draft -> {
                    House house = draft.house();
                    List<EngineRow> rows =
                            house.rows().stream()
                                    .filter(r -> r.key().account().equals(account))
                                    .filter(which)
                                    .toList();
                    endAll(draft, rows, why);
                    List<Ticket> tickets =
                            house.queue().stream()
                                    .filter(t -> t.key().account().equals(account))
                                    .toList();
                    tickets.forEach(draft::delete);
                    return !rows.isEmpty() || !tickets.isEmpty();
                });
    }
}
