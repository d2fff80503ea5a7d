package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

final class TicketKeysTest {
    @Test
    void makesANewKeyEveryHalfDay() {
        MovableClock clock = new MovableClock(Instant.parse("2026-11-20T12:00:00Z"));
        TicketKeys keys = new TicketKeys(clock, new SecureRandom());
        assertThat(keys.rotate()).isTrue();
        clock.go(TicketKeys.LIFE.minusSeconds(1));
        assertThat(keys.rotate()).isFalse();
        clock.go(TicketKeys.LIFE);
        assertThat(keys.rotate()).isTrue();
        assertThat(keys.rotate()).isFalse();
    }

    @Test
    void aClockThatWasSetBackDoesNotStopTheChange() {
        MovableClock clock = new MovableClock(Instant.parse("2036-11-20T12:00:00Z"));
        TicketKeys keys = new TicketKeys(clock, new SecureRandom());
        assertThat(keys.rotate()).isTrue();
        clock.set(Instant.parse("2026-11-20T12:00:00Z"));
        assertThat(keys.rotate()).isTrue();
        clock.go(TicketKeys.LIFE.minusSeconds(1));
        assertThat(keys.rotate()).isFalse();
        clock.go(Duration.ofSeconds(1));
        assertThat(keys.rotate()).isTrue();
    }
}
