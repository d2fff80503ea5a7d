package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

final class ShowTest {
    private final Show show = new Show(Sample.NOW);

    @Test
    void saysHowLongAgo() {
        assertThat(show.away(Sample.NOW.minusSeconds(59))).isEqualTo("59 s ago");
        assertThat(show.away(Sample.NOW.minus(Duration.ofMinutes(61)))).isEqualTo("1 h 1 min ago");
        assertThat(show.away(Sample.NOW.plus(Duration.ofDays(2)))).isEqualTo("in 2 d 0 h");
        assertThat(show.since(Sample.NOW.plusSeconds(5))).isEqualTo("0 s");
    }

    @Test
    void countsMemoryInUnitsThatFit() {
        assertThat(show.memory(0)).isEqualTo("0 KiB");
        assertThat(show.memory(300L << 20)).isEqualTo("300 MiB");
        assertThat(show.memory(12L << 30)).isEqualTo("12.0 GiB");
    }

    @Test
    void linksOnlyToWhatBrowsersOpen() {
        assertThat(show.link("javascript:alert(1)")).isEqualTo("/");
        assertThat(show.link("https://a.example.com/")).isEqualTo("https://a.example.com/");
    }
}
