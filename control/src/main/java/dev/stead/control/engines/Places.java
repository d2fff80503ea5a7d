package dev.stead.control.engines;

import dev.stead.control.engines.EngineRow.Ending;
import dev.stead.control.engines.EngineRow.State;
import dev.stead.control.state.Numbers;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes the moves that {@link Seating} finds, within the caller's transaction.
 *
 * @param wall milliseconds since 1970
 * @param steady milliseconds of the steady clock
 */
record Places(LongSupplier wall, LongSupplier steady) {
    /**
     * Gives away the places of a component until nothing more is to be moved.
     *
     * @param known the highest number of an instance of it that the agent knows
     */
    void fill(Draft draft, Terms terms, boolean mayWarm, int known) {
        Seating seating = new Seating(terms.engine(), terms.definition(), mayWarm);
        Optional<Move> move = next(draft, seating);
        while (move.isPresent()) {
            make(draft, move.get(), terms, known);
            move = next(draft, seating);
        }
    }

    private static Optional<Move> next(Draft draft, Seating seating) {
        return seating.next(draft.house().of(seating.engine().name()));
    }

    private void make(Draft draft, Move move, Terms terms, int known) {
        switch (move) {
            case Move.Claim(Ticket ticket, EngineRow row) -> {
                draft.delete(ticket);
                draft.update(row.claimedBy(ticket, steady.getAsLong()));
            }
            case Move.Start(Ticket ticket) -> {
                draft.delete(ticket);
                draft.insert(fresh(draft, terms, ticket.key(), ticket, known));
            }
            case Move.Warm() -> {
                String component = terms.engine().name();
                long now = wall.getAsLong();
                Ticket nobody = new Ticket(Key.warm(component), terms.usual(), now, 0);
                draft.insert(fresh(draft, terms, nobody.key(), nobody, known));
            }
            case Move.Retire(EngineRow row, String why) ->
                    draft.update(row.ending(Ending.closed(why), wall.getAsLong()));
        }
    }

    private EngineRow fresh(Draft draft, Terms terms, Key key, Ticket ticket, int known) {
        return new EngineRow(
                Numbers.nextId(draft.handle(), key.component(), known),
                key,
                ticket.parameters(),
                terms.definition(),
                State.STARTING,
                ticket.asked(),
                wall.getAsLong(),
                steady.getAsLong(),
                Ending.NONE,
                List.of());
    }
}
