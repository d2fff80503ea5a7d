package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Engines.Phase;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Optional;

final class OpeningStateTest {
    private static OpeningState state(Phase phase) {
        return OpeningState.of(
                new EngineSample("").opening("notebook", Optional.empty(), phase, "v"),
                DeepLink.NONE,
                Sample.NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1st",
        "2,2nd",
        "3,3rd",
        "4,4th",
        "10,10th",
        "11,11th",
        "12,12th",
        "13,13th",
        "21,21st",
        "22,22nd",
        "100,100th",
        "101,101st",
        "111,111th",
        "112,112th",
        "1013,1013th"
    })
    void placesAreSaidInWords(int number, String word) {
        assertThat(OpeningState.ordinal(number)).isEqualTo(word);
    }

    @Test
    void phasesAreSaidInWords() {
        assertThat(state(Phase.QUEUED).text())
                .isEqualTo("Waiting for a free place: you are 3rd in line");
        assertThat(state(Phase.STARTING).text()).isEqualTo("Starting");
        assertThat(state(Phase.STARTING).seconds()).isEqualTo(75);
    }

    @Test
    void onlyWhatIsReadyIsGoneTo() {
        for (Phase phase : Phase.values()) {
            assertThat(state(phase).go().isPresent()).isEqualTo(phase == Phase.READY);
        }
    }
}
