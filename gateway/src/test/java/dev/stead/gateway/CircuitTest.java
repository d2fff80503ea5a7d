package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.gateway.Circuit.Entry;
import dev.stead.gateway.Circuit.State;
import dev.stead.model.ProxyRules.Breaker;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.SplittableRandom;

final class CircuitTest {
    private static final Breaker RULES = new Breaker(3, Duration.ofNanos(100));

    private final Circuit circuit = new Circuit();

    @Test
    void opensAfterFailuresInARow() {
        circuit.failed(RULES, 1);
        circuit.failed(RULES, 2);
        circuit.completed();
        circuit.failed(RULES, 3);
        circuit.failed(RULES, 4);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        circuit.failed(RULES, 5);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
        assertThat(circuit.openFor(RULES, 5)).isEqualTo(100);
        assertThat(circuit.enter(RULES, 104)).isEqualTo(Entry.REFUSED);
    }

    /** An instance that begins each answer and ends none is no good either. */
    @Test
    void countsAnswersThatAreCut() {
        for (int i = 0; i < 3; i++) {
            circuit.answered();
            circuit.failed(RULES, i);
        }
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    @Test
    void letsOneTryWhenItsTimeIsOver() {
        open();
        assertThat(circuit.enter(RULES, 100)).isEqualTo(Entry.TRIAL);
        assertThat(circuit.enter(RULES, 100)).isEqualTo(Entry.REFUSED);
        assertThat(circuit.openFor(RULES, 100)).isPositive();
        circuit.answered();
        assertThat(circuit.enter(RULES, 100)).isEqualTo(Entry.USUAL);
    }

    @Test
    void opensAgainWhenTheTrialFails() {
        open();
        circuit.enter(RULES, 100);
        circuit.failed(RULES, 110);
        assertThat(circuit.enter(RULES, 209)).isEqualTo(Entry.REFUSED);
        assertThat(circuit.enter(RULES, 210)).isEqualTo(Entry.TRIAL);
    }

    @Test
    void letsTheNextTryWhenATrialTellsNothing() {
        open();
        circuit.enter(RULES, 100);
        circuit.abandoned(100);
        assertThat(circuit.enter(RULES, 101)).isEqualTo(Entry.TRIAL);
    }

    /** A slow upload says nothing for a long time. */
    @Test
    void letsAnotherTryWhenATrialTakesTooLong() {
        open();
        circuit.enter(RULES, 100);
        assertThat(circuit.openFor(RULES, 150)).isEqualTo(50);
        assertThat(circuit.enter(RULES, 199)).isEqualTo(Entry.REFUSED);
        assertThat(circuit.enter(RULES, 200)).isEqualTo(Entry.TRIAL);
        assertThat(circuit.enter(RULES, 200)).isEqualTo(Entry.REFUSED);
        circuit.abandoned(100);
        assertThat(circuit.enter(RULES, 299)).isEqualTo(Entry.REFUSED);
        circuit.answered();
        assertThat(circuit.enter(RULES, 299)).isEqualTo(Entry.USUAL);
    }

    @Test
    void isNoneWhenTurnedOff() {
        Breaker off = new Breaker(0, Duration.ofNanos(100));
        for (int i = 0; i < 100; i++) {
            circuit.failed(off, i);
        }
        assertThat(circuit.enter(off, 100)).isEqualTo(Entry.USUAL);
        open();
        assertThat(circuit.enter(off, 1)).isEqualTo(Entry.USUAL);
    }

    /** Whatever happens in whatever order: one trial in its time, and never shut for good. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverHasTwoTrialsAndNeverStaysOpen(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean trying = false;
        long begun = 0;
        for (long now = 0; now < 20_000; now += random.nextInt(40)) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    circuit.failed(RULES, now);
                    trying = false;
                }
                case 2 -> circuit.completed();
                case 3 -> {
                    if (trying) {
                        circuit.answered();
                        trying = false;
                    }
                }
                case 4 -> {
                    if (trying) {
                        circuit.abandoned(begun);
                        trying = false;
                    }
                }
                default -> {
                    Entry entry = circuit.enter(RULES, now);
                    if (entry == Entry.TRIAL) {
                        assertThat(trying && now - begun < 100).isFalse();
                        trying = true;
                        begun = now;
                    }
                }
            }
            assertThat(circuit.state() == State.HALF_OPEN).isEqualTo(trying);
            assertThat(circuit.openFor(RULES, now + 100)).isZero();
        }
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            circuit.failed(RULES, 0);
        }
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }
}
