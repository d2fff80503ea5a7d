package dev.stead.control.engines;

import dev.stead.control.engines.EngineRow.Ending;
import dev.stead.control.engines.EngineRow.State;
import dev.stead.control.state.Numbers;

import org.jdbi.v3.core.Handle;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes the moves that {@link Seating} finds, within the caller's transaction.
 *
 * @param wall milliseconds since 1970
 * @param steady milliseconds of the steady clock
 */
record Places(EngineTable table, LongSupplier wall, LongSupplier steady) {
    /**
     * Gives away the places of a component until nothing more is to be moved.
     *
     * @param known the highest number of an instance of it that the agent knows
     */
    void fill(Handle h, Terms terms, boolean mayWarm, int known) {
        Seating seating = new Seating(terms.engine(), terms.definition(), mayWarm);
        Optional<Move> move = next(h, seating);
        while (move.isPresent()) {
            make(h, move.get(), terms, known);
            move = next(h, seating);
        }
    }

    private Optional<Move> next(Handle h, Seating seating) {
        return seating.next(table.load(h).of(seating.engine().name()));
    }

    private void make(Handle h, Move move, Terms terms, int known) {
        switch (move) {
            case Move.Claim(Ticket ticket, EngineRow row) -> {
                table.delete(h, ticket);
                table.update(h, row.claimedBy(ticket, steady.getAsLong()));
            }
            case Move.Start(Ticket ticket) -> {
                table.delete(h, ticket);
                table.insert(h, fresh(h, terms, ticket.key(), ticket, known));
            }
            case Move.Warm() -> {
                String component = terms.engine().name();
                long now = wall.getAsLong();
                Ticket nobody = new Ticket(Key.warm(component), terms.usual(), now, 0);
                table.insert(h, fresh(h, terms, nobody.key(), nobody, known));
            }
            case Move.Retire(EngineRow row, String why) ->
                    table.update(h, row.ending(Ending.closed(why), wall.getAsLong()));
        }
    }

    private EngineRow fresh(Handle h, Terms terms, Key key, Ticket ticket, int known) {
        return new EngineRow(
                Numbers.nextId(h, key.component(), known),
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
