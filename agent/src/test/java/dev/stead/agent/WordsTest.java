package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.driver.Exit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.OptionalInt;

class WordsTest {
    @Test
    void saysHowAProcessEnded() {
        assertThat(Words.of(exit(1))).isEqualTo("ended by itself with exit status 1");
        assertThat(Words.of(exit(137))).isEqualTo("was ended by signal KILL");
        assertThat(Words.of(exit(128 + 31))).isEqualTo("was ended by signal 31");
        assertThat(Words.of(exit(255))).isEqualTo("ended by itself with exit status 255");
        assertThat(Words.of(new Exit(OptionalInt.empty(), false)))
                .isEqualTo("ended, its exit status is not known");
        assertThat(Words.of(new Exit(OptionalInt.of(137), true)))
                .isEqualTo("ran out of memory and was ended by the kernel");
    }

    @Test
    void writesDurationsAsPeopleDo() {
        assertThat(Words.of(Duration.ofMillis(50))).isEqualTo("50 ms");
        assertThat(Words.of(Duration.ofMillis(1500))).isEqualTo("1.5 s");
        assertThat(Words.of(Duration.ofSeconds(60))).isEqualTo("60 s");
        assertThat(Words.of(Duration.ofMinutes(5))).isEqualTo("5 min");
    }

    private static Exit exit(int status) {
        return new Exit(OptionalInt.of(status), false);
    }
}
