package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class PatienceTest {
    private final Patience patience = new Patience(Duration.ofNanos(100));

    @Test
    void endsWhenNothingHappensInTime() {
        patience.renew(50);
        assertThat(patience.isOver(true, 0, 150)).isFalse();
        assertThat(patience.isOver(true, 0, 151)).isTrue();
    }

    @Test
    void isRenewedByWhatTheInstanceDoes() {
        patience.renew(0);
        assertThat(patience.isOver(true, 0, 90)).isFalse();
        patience.renew(90);
        assertThat(patience.isOver(true, 0, 190)).isFalse();
        assertThat(patience.isOver(true, 0, 191)).isTrue();
    }

    @Test
    void bearsASlowInstanceThatReadsAndNotOneThatDoesNot() {
        long now = 0;
        for (long unsent = 9_000; unsent > 0; unsent -= 1_000) {
            now += 100;
            assertThat(patience.isOver(true, unsent, now)).isFalse();
            assertThat(patience.isOver(true, unsent, now + 60)).isFalse();
        }
        assertThat(patience.isOver(true, 1_000, now + 101)).isTrue();
    }

    @Test
    void countsNothingWhileSomebodyElseIsWaitedFor() {
        for (long now = 0; now < 1_000; now += 150) {
            assertThat(patience.isOver(false, 0, now)).isFalse();
        }
        assertThat(patience.isOver(true, 0, 1_000)).isFalse();
        assertThat(patience.isOver(true, 0, 1_001)).isTrue();
    }
}
