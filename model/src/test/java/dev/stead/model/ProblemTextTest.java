package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTextTest {
    private static final Problem PROBLEM =
            new Problem(7, 11, "components.api.stop", "`soon` is not a duration", "write `10s`");

    @Test
    void showsTheLineWithACaretBelowTheColumn() {
        assertThat(ProblemText.of("stead.yaml", PROBLEM, "    stop: soon"))
                .isEqualTo(
                        """
                        stead.yaml:7:11: components.api.stop: `soon` is not a duration.
                            7 |     stop: soon
                              |           ^
                          Write `10s`.
                        """);
    }

    @Test
    void keepsTheCaretBelowTheColumnBehindTabsAndCharactersOutsideTheBasicPlane() {
        assertThat(ProblemText.of("f", new Problem(1, 4, "", "it is wrong", "mend it"), "\t🙂 x"))
                .isEqualTo(
                        """
                        f:1:4: it is wrong.
                            1 | \t🙂 x
                              | \t  ^
                          Mend it.
                        """);
    }

    @Test
    void leavesTheLineOutWhenThereIsNone() {
        assertThat(ProblemText.of("f", new Problem(1, 1, "", "the file is empty", "fill it"), ""))
                .isEqualTo("f:1:1: the file is empty.\n  Fill it.\n");
    }

    @Test
    void fitsOnOneLine() {
        assertThat(ProblemText.line(PROBLEM))
                .isEqualTo("7:11 components.api.stop: `soon` is not a duration. Write `10s`.");
    }
}
