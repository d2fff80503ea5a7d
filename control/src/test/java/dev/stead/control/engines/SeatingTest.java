package dev.stead.control.engines;

import static dev.stead.control.engines.Samples.engine;
import static dev.stead.control.engines.Samples.row;
import static dev.stead.control.engines.Samples.ticket;
import static dev.stead.control.engines.Samples.warm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.control.engines.EngineRow.Ending;
import dev.stead.control.engines.EngineRow.State;
import dev.stead.model.Engine;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

final class SeatingTest {
    private static Optional<Move> next(Engine engine, List<EngineRow> rows, Ticket... queue) {
        return new Seating(engine, "v1", true).next(new House(rows, List.of(queue)));
    }

    @Test
    void startsForWhoeverIsFirst() {
        Ticket first = ticket("ana", 1);
        assertThat(next(engine(1, 2, 0), List.of(), first, ticket("ben", 2)))
                .contains(new Move.Start(first));
    }

    @Test
    void startsNothingWhenAllPlacesAreTakenAlsoByWhatEnds() {
        assertThat(next(engine(1, 1, 0), List.of(row(1, "ben", State.ENDING)), ticket("ana", 1)))
                .isEmpty();
    }

    @Test
    void claimsAWarmOneThatIsReadyBeforeAnOlderOneThatStarts() {
        EngineRow ready = warm(2, State.READY);
        Ticket ana = ticket("ana", 1);
        assertThat(next(engine(1, 9, 2), List.of(warm(1, State.STARTING), ready), ana))
                .contains(new Move.Claim(ana, ready));
    }

    @Test
    void claimsAWarmOneAlsoWhenAllPlacesAreTaken() {
        EngineRow ready = warm(2, State.READY);
        Ticket ana = ticket("ana", 1);
        assertThat(next(engine(1, 2, 1), List.of(row(1, "ben", State.READY), ready), ana))
                .contains(new Move.Claim(ana, ready));
    }

    @Test
    void claimsNoWarmOneOfAnotherDefinitionOrWithOtherParameters() {
        Ticket large =
                new Ticket(
                        new Key("notebook", "ana", ""), new TreeMap<>(Map.of("size", "l")), 1, 1);
        assertThat(next(engine(1, 9, 1), List.of(warm(1, State.READY)), large))
                .contains(new Move.Start(large));
        Ticket ana = ticket("ana", 1);
        assertThat(
                        new Seating(engine(1, 9, 1), "v2", true)
                                .next(new House(List.of(warm(1, State.READY)), List.of(ana))))
                .contains(new Move.Start(ana));
    }

    @Test
    void aWarmOneThatSuitsNobodyGivesWayOnceForEachWhoWaits() {
        Ticket large =
                new Ticket(
                        new Key("notebook", "ana", ""), new TreeMap<>(Map.of("size", "l")), 1, 1);
        EngineRow unfit = warm(1, State.READY);
        assertThat(next(engine(1, 1, 1), List.of(unfit), large))
                .contains(new Move.Retire(unfit, "somebody needs its place"));
        assertThat(
                        next(
                                engine(1, 2, 2),
                                List.of(warm(2, State.READY), warm(1, State.ENDING)),
                                large))
                .isEmpty();
    }

    @Test
    void whoeverHasOneThatStillEndsWaitsForThatAndKeepsNobodyElse() {
        Ticket ben = ticket("ben", 2);
        assertThat(
                        next(
                                engine(1, 9, 0),
                                List.of(row(1, "ana", State.ENDING)),
                                ticket("ana", 1),
                                ben))
                .contains(new Move.Start(ben));
    }

    @Test
    void keepsAsManyWarmAsTheFileSaysButNeverMoreThanFit() {
        assertThat(next(engine(1, 9, 1), List.of())).contains(new Move.Warm());
        assertThat(next(engine(1, 9, 1), List.of(warm(1, State.STARTING)))).isEmpty();
        assertThat(next(engine(1, 1, 1), List.of(row(1, "ana", State.READY)))).isEmpty();
        EngineRow latest = warm(2, State.READY);
        assertThat(next(engine(1, 9, 1), List.of(warm(1, State.READY), latest)))
                .contains(new Move.Retire(latest, "fewer are kept warm than there were"));
    }

    @Test
    void replacesWarmOnesOfAnotherDefinition() {
        EngineRow old = warm(1, State.READY);
        assertThat(
                        new Seating(engine(1, 9, 1), "v2", true)
                                .next(new House(List.of(old), List.of())))
                .contains(new Move.Retire(old, "the file has changed"));
    }

    @Test
    void startsNoWarmOneInAPauseAfterOneThatFailed() {
        assertThat(new Seating(engine(1, 9, 1), "v1", false).next(House.EMPTY)).isEmpty();
    }

    /** Any arrivals, ends and claims: never too many, never two for one, everybody in order. */
    @Test
    void holdsItsLimitsAndItsOrderInRandomHistories() {
        for (int seed = 0; seed < 500; seed++) {
            new Floor(seed).run();
        }
    }

    /** A component's places, moved as the decisions say. */
    private static final class Floor {
        private final Random random;
        private final int seed;
        private final Engine engine;
        private final List<EngineRow> rows = new ArrayList<>();
        private final List<Ticket> queue = new ArrayList<>();
        private final Map<String, Long> served = new HashMap<>();
        private int numbers;
        private long turns;

        Floor(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.engine = engine(random.nextInt(1, 3), random.nextInt(1, 6), random.nextInt(0, 2));
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                happen();
                settle();
                check();
            }
            // Everything ends, one after the other: nobody is left waiting.
            while (!queue.isEmpty()) {
                int before = queue.size();
                if (!rows.isEmpty()) {
                    rows.remove(random.nextInt(rows.size()));
                }
                settle();
                check();
                assertThat(queue.size() < before || !rows.isEmpty())
                        .as("seed %d: nobody waits for nothing", seed)
                        .isTrue();
            }
        }

        private void happen() {
            int what = random.nextInt(3);
            if (what == 0) {
                String account = "a" + random.nextInt(8);
                boolean has =
                        rows.stream()
                                .anyMatch(r -> r.isOpen() && r.key().account().equals(account));
                if (!has && queue.stream().noneMatch(t -> t.key().account().equals(account))) {
                    queue.add(ticket(account, ++turns));
                }
            } else if (what == 1 && !rows.isEmpty()) {
                int at = random.nextInt(rows.size());
                EngineRow row = rows.get(at);
                if (row.state() == State.ENDING) {
                    rows.remove(at);
                } else {
                    rows.set(at, row.ending(Ending.closed("over"), 0));
                }
            } else if (!rows.isEmpty()) {
                rows.replaceAll(r -> r.state() == State.STARTING ? r.ready(0) : r);
            }
        }

        private void settle() {
            Seating seating = new Seating(engine, "v1", true);
            Optional<Move> move = seating.next(new House(rows, queue));
            for (int i = 0; move.isPresent(); i++) {
                assertThat(i).as("seed %d comes to rest", seed).isLessThan(100);
                make(move.get());
                move = seating.next(new House(rows, queue));
            }
        }

        private void make(Move move) {
            switch (move) {
                case Move.Claim(Ticket ticket, EngineRow row) -> {
                    assertThat(queue.remove(ticket)).isTrue();
                    rows.set(rows.indexOf(row), row.claimedBy(ticket, 0));
                    serve(ticket);
                }
                case Move.Start(Ticket ticket) -> {
                    assertThat(queue.remove(ticket)).isTrue();
                    rows.add(row(++numbers, ticket.key().account(), State.STARTING));
                    serve(ticket);
                }
                case Move.Warm() -> rows.add(warm(++numbers, State.STARTING));
                case Move.Retire(EngineRow row, String why) ->
                        rows.set(rows.indexOf(row), row.ending(Ending.closed(why), 0));
            }
        }

        /** Nobody who could have been served before is left behind. */
        private void serve(Ticket ticket) {
            served.put(ticket.key().account(), ticket.turn());
            queue.stream()
                    .filter(t -> t.turn() < ticket.turn())
                    .forEach(t ->
                            assertThat(rows)
                                    .as("seed %d: %s is passed", seed, t)
                                    .anyMatch(r -> r.key().account().equals(t.key().account())));
        }

        private void check() {
            assertThat(rows.size())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(engine.atMost().machine());
            Set<Key> keys = new HashSet<>();
            rows.stream()
                    .filter(r -> !r.isWarm())
                    .forEach(r ->
                            assertThat(keys.add(r.key()))
                                    .as("seed %d: two for %s", seed, r.key())
                                    .isTrue());
        }
    }
}
