package dev.stead.control.engines;

import dev.stead.model.Engine;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who gets the next place of a component. Pure. Those who wait come first, in their order; what is
 * left is kept warm.
 *
 * @param engine what the file says
 * @param definition digest of what an engine would be started from now
 * @param mayWarm whether another warm one may be started now
 */
record Seating(Engine engine, String definition, boolean mayWarm) {
    /**
     * The next move; to be asked again after it was made.
     *
     * @param house of this component alone
     */
    Optional<Move> next(House house) {
        if (house.queue().isEmpty()) {
            return keepWarm(house);
        }
        Optional<Ticket> next = house.queue().stream().filter(t -> hasNone(t, house)).findFirst();
        return next.isEmpty() ? Optional.empty() : seat(next.get(), house);
    }

    /**
     * Whoever still has as much as they may, be it ending, waits for that, and keeps nobody else.
     */
    private boolean hasNone(Ticket ticket, House house) {
        long mine =
                house.rows().stream()
                        .filter(r -> r.key().account().equals(ticket.key().account()))
                        .count();
        return mine < engine.atMost().user() && house.row(ticket.key()).isEmpty();
    }

    private Optional<Move> seat(Ticket first, House house) {
        Optional<EngineRow> fit = warm(house).stream().filter(r -> suits(r, first)).min(SOONEST);
        if (fit.isPresent()) {
            return Optional.of(new Move.Claim(first, fit.get()));
        }
        if (house.rows().size() < engine.atMost().machine()) {
            return Optional.of(new Move.Start(first));
        }
        return makeRoom(house);
    }

    /** A warm one that suits nobody gives way, one for each who waits. */
    private Optional<Move> makeRoom(House house) {
        long coming =
                house.rows().stream().filter(r -> r.state() == EngineRow.State.ENDING).count();
        return coming >= house.queue().size()
                ? Optional.empty()
                : warm(house).stream()
                        .findFirst()
                        .map(r -> new Move.Retire(r, "somebody needs its place"));
    }

    private Optional<Move> keepWarm(House house) {
        List<EngineRow> warm = warm(house);
        Optional<EngineRow> stale = warm.stream().filter(r -> !isCurrent(r)).findFirst();
        if (stale.isPresent()) {
            return Optional.of(new Move.Retire(stale.get(), "the file has changed"));
        }
        if (warm.size() > engine.warm()) {
            return Optional.of(
                    new Move.Retire(warm.getLast(), "fewer are kept warm than there were"));
        }
        boolean room = house.rows().size() < engine.atMost().machine();
        return warm.size() < engine.warm() && room && mayWarm
                ? Optional.of(new Move.Warm())
                : Optional.empty();
    }

    /** Ready ones before others, then the oldest. */
    private static final Comparator<EngineRow> SOONEST =
            Comparator.comparingInt((EngineRow r) -> r.state() == EngineRow.State.READY ? 0 : 1)
                    .thenComparingLong(EngineRow::began);

    private static List<EngineRow> warm(House house) {
        return house.rows().stream()
                .filter(EngineRow::isWarm)
                .filter(r -> r.state() != EngineRow.State.ENDING)
                .toList();
    }

    private boolean isCurrent(EngineRow row) {
        return row.definition().equals(definition);
    }

    private boolean suits(EngineRow row, Ticket ticket) {
        return isCurrent(row)
                && ticket.key().resource().isEmpty()
                && row.parameters().equals(ticket.parameters());
    }
}
