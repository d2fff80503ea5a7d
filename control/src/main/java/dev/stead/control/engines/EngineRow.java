package dev.stead.control.engines;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An engine that takes a place.
 *
 * <pre>
 *  (place) --> STARTING --healthy--> READY --idle, too old, stopped, signed out--> ENDING --> (gone)
 *                 |                    '-----------ended by itself-------------------^
 *                 '-----not healthy, stopped, ended by itself------------------------'
 * </pre>
 *
 * @param id also the instance's
 * @param key what it is, with whose it is: nobody's for a warm one, which a claim gives an owner in
 *     any state but ENDING
 * @param parameters what was chosen, by name
 * @param definition digest of what it was started from
 * @param began milliseconds since 1970: when its owner asked for it; of a warm one, its start
 * @param since milliseconds since 1970: since when it is in this state
 * @param steady on the steady clock: since when it is its owner's
 * @param ending why it ends, while it does
 * @param guests other accounts that are let in, sorted
 */
record EngineRow(
        String id,
        Key key,
        SortedMap<String, String> parameters,
        String definition,
        State state,
        long began,
        long since,
        long steady,
        Ending ending,
        List<String> guests) {
    EngineRow {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        guests = List.copyOf(guests);
    }

    /** Where it is in its life. */
    enum State {
        STARTING,
        READY,
        ENDING
    }

    /**
     * Why one ends.
     *
     * @param how what is to be made of it
     * @param lines the last that it wrote
     */
    record Ending(How how, String reason, List<String> lines) {
        static final Ending NONE = new Ending(How.CLOSED, "", List.of());

        Ending {
            lines = List.copyOf(lines);
        }

        /** Ended by somebody, or by a rule. */
        static Ending closed(String reason) {
            return new Ending(How.CLOSED, reason, List.of());
        }
    }

    /** What is to be made of an engine that ends. */
    enum How {
        /** Somebody or a rule wanted that. */
        CLOSED,
        /** It ended by itself; its user is told. */
        FAILED,
        /** It was never ready through no fault of its own; whoever waits gets another one. */
        AGAIN
    }

    String component() {
        return key.component();
    }

    /** Whether it waits for an owner. */
    boolean isWarm() {
        return key.account().isEmpty();
    }

    /** Whether it is somebody's, and goes on. */
    boolean isOpen() {
        return !isWarm() && state != State.ENDING;
    }

    Optional<String> owner() {
        return isWarm() ? Optional.empty() : Optional.of(key.account());
    }

    EngineRow claimedBy(Ticket ticket, long now) {
        return new EngineRow(
                id,
                ticket.key(),
                parameters,
                definition,
                state,
                ticket.asked(),
                since,
                now,
                ending,
                guests);
    }

    EngineRow ready(long at) {
        return new EngineRow(
                id, key, parameters, definition, State.READY, began, at, steady, ending, guests);
    }

    EngineRow ending(Ending why, long at) {
        return new EngineRow(
                id, key, parameters, definition, State.ENDING, began, at, steady, why, guests);
    }

    EngineRow sharedWith(List<String> accounts) {
        return new EngineRow(
                id, key, parameters, definition, state, began, since, steady, ending, accounts);
    }
}
