package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.IntStream;

class BackoffTest {
    @Test
    void growsFromAFifthOfASecondToAMinute() {
        assertThat(IntStream.rangeClosed(1, 9).mapToObj(Backoff::exact).map(Duration::toMillis))
                .containsExactly(
                        200L, 1000L, 2000L, 4000L, 8000L, 16_000L, 32_000L, 60_000L, 60_000L);
        assertThat(Backoff.exact(1_000_000)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void staysWithinATenthOfIt() {
        assertThat(Backoff.after(3, 0)).isEqualTo(Duration.ofMillis(1800));
        assertThat(Backoff.after(3, 0.5)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Backoff.after(3, 1)).isEqualTo(Duration.ofMillis(2200));
    }
}
