package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

final class AcmeScheduleTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant END = START.plus(Duration.ofDays(90));

    @Test
    void renewsWhenAThirdOfTheLifeIsLeftOrALittleLater() {
        assertThat(AcmeSchedule.renewal(START, END, 0)).isEqualTo(START.plus(Duration.ofDays(60)));
        assertThat(AcmeSchedule.renewal(START, END, 1)).isEqualTo(START.plus(Duration.ofDays(63)));
    }

    @Test
    void neverAsksAtOnceForAnotherOne() {
        Instant late = END.minus(Duration.ofDays(10));
        assertThat(AcmeSchedule.afterSuccess(late, START, END, 0.5))
                .isEqualTo(late.plus(Duration.ofDays(5)));
        Instant over = END.plus(Duration.ofDays(1));
        assertThat(AcmeSchedule.afterSuccess(over, START, END, 0.5))
                .isEqualTo(over.plus(AcmeSchedule.LONGEST_RETRY));
    }

    @Test
    void waitsLongerAfterEachFailureUpToSixHours() {
        assertThat(retry(1, 0)).isEqualTo(Duration.ofMinutes(1));
        assertThat(retry(2, 0)).isEqualTo(Duration.ofMinutes(2));
        assertThat(retry(8, 0)).isEqualTo(Duration.ofMinutes(128));
        assertThat(retry(100, 0)).isEqualTo(Duration.ofHours(6));
        assertThat(retry(100, 1)).isEqualTo(Duration.ofMinutes(6 * 66));
    }

    @Test
    void waitsAsLongAsTheAuthoritySays() {
        Instant asked = START.plus(Duration.ofHours(30));
        assertThat(AcmeSchedule.retry(START, 3, Optional.of(asked), 0.5)).isEqualTo(asked);
        assertThat(AcmeSchedule.retry(START, 3, Optional.of(START), 0))
                .isEqualTo(START.plus(Duration.ofMinutes(4)));
    }

    @Test
    void isNearItsEndInTheLastTenth() {
        assertThat(AcmeSchedule.isNearItsEnd(END.minus(Duration.ofDays(10)), START, END)).isFalse();
        assertThat(AcmeSchedule.isNearItsEnd(END.minus(Duration.ofDays(8)), START, END)).isTrue();
    }

    private static Duration retry(int failures, double chance) {
        return Duration.between(
                START, AcmeSchedule.retry(START, failures, Optional.empty(), chance));
    }
}
