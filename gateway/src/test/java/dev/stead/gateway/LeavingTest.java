package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LeavingTest {
    private static final long STALL = 60;
    private final Leaving leaving = new Leaving();

    @Test
    void bearsAClientThatTakesSlowly() {
        leaving.begin(0);
        long pending = 1_500_000;
        for (long now = 0; pending > 0; now += 50) {
            assertThat(leaving.isStalled(now, pending, STALL)).as("at %d", now).isFalse();
            pending -= Leaving.PROGRESS;
        }
    }

    @Test
    void bearsNoClientThatTakesNothing() {
        leaving.begin(0);
        assertThat(leaving.isStalled(1, 100_000, STALL)).isFalse();
        assertThat(leaving.isStalled(STALL, 100_000, STALL)).isFalse();
        assertThat(leaving.isStalled(STALL + 2, 100_000, STALL)).isTrue();
        assertThat(leaving.isStalled(STALL + 2, 100_000, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void bearsNoClientThatTakesAByteAtATime() {
        leaving.begin(0);
        long now = 0;
        long pending = 100_000;
        while (!leaving.isStalled(now, pending, STALL)) {
            now++;
            pending--;
        }
        assertThat(now).isLessThan(2 * STALL);
    }

    @Test
    void waitsForNothingWhereMoreMayBeAdded() {
        assertThat(leaving.isStalled(1_000, 100_000, STALL)).isFalse();
        leaving.begin(1_000);
        leaving.end();
        assertThat(leaving.isStalled(5_000, 100_000, STALL)).isFalse();
    }
}
