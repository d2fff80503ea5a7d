package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProgramLinesTest {
    @Test
    void showsNothingThatMovesHidesOrTurnsTheLine() {
        assertThat(
                        ProgramLines.shown(
                                "a\u001b[2Jb\u0085c\u009bd\u2028e\u2029f\u202eg\u2066h\u200fi"))
                .isEqualTo("a [2Jb c d e f g h i");
        assertThat(ProgramLines.shown("na\u00efve \u4f60\u597d \ud83d\ude00"))
                .isEqualTo("na\u00efve \u4f60\u597d \ud83d\ude00");
    }

    @Test
    void cutsLongLinesAlsoInsideACharacter() {
        assertThat(ProgramLines.shown("x".repeat(5_000))).isEqualTo("x".repeat(1_000) + " ...");
        assertThat(ProgramLines.shown("x" + "\ud83d\ude00".repeat(600)))
                .isEqualTo("x" + "\ud83d\ude00".repeat(499) + "  ...");
    }
}
