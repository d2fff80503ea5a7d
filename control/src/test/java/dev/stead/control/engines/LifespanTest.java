package dev.stead.control.engines;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

final class LifespanTest {
    private static final Lifespan HALF_AN_HOUR =
            new Lifespan(Duration.ofMinutes(30), Optional.empty());

    @Test
    void lastsAsLongAsItIsUsed() {
        Lifespan.Outlook outlook =
                HALF_AN_HOUR.outlook(Duration.ofMinutes(27), Duration.ofDays(400));
        assertThat(outlook.left()).isEqualTo(Duration.ofMinutes(3));
        assertThat(outlook.soon()).isFalse();
        assertThat(outlook.isOver()).isFalse();
    }

    @Test
    void warnsTwoMinutesAheadAndEndsInTime() {
        assertThat(HALF_AN_HOUR.outlook(Duration.ofMinutes(28), Duration.ZERO).soon()).isTrue();
        Lifespan.Outlook over = HALF_AN_HOUR.outlook(Duration.ofMinutes(30), Duration.ZERO);
        assertThat(over.isOver()).isTrue();
        assertThat(over.reason()).isEqualTo("nobody used it, and nothing worked in it, for 30 min");
    }

    @Test
    void warnsAFifthAheadOfAShortTime() {
        assertThat(Lifespan.ahead(Duration.ofSeconds(10))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void useDoesNotLengthenItsWholeLife() {
        Lifespan span = new Lifespan(Duration.ofMinutes(30), Optional.of(Duration.ofHours(8)));
        Lifespan.Outlook old = span.outlook(Duration.ZERO, Duration.ofHours(8));
        assertThat(old.isOver()).isTrue();
        assertThat(old.reason()).isEqualTo("it was open for 8 h");
        assertThat(span.outlook(Duration.ofMinutes(29), Duration.ofHours(1)).reason())
                .contains("nobody used it");
    }

    @Test
    void pausesDoubleAfterWarmOnesThatFail() {
        long[] now = {0};
        WarmPause pause = new WarmPause(() -> now[0]);
        assertThat(pause.mayWarm("notebook")).isTrue();
        assertThat(pause.wentWrong("notebook")).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause.mayWarm("notebook")).isFalse();
        assertThat(pause.wentWrong("notebook")).isEqualTo(Duration.ofSeconds(2));
        now[0] = Duration.ofSeconds(2).toNanos();
        assertThat(pause.mayWarm("notebook")).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(pause.wentWrong("notebook")).isLessThanOrEqualTo(Duration.ofMinutes(5));
        }
        pause.wentWell("notebook");
        assertThat(pause.wentWrong("notebook")).isEqualTo(Duration.ofSeconds(1));
    }
}
