package dev.stead.driver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessStatTest {
    private static final String REST =
            " S 7 8 9 0 -1 4194560 1 2 3 4 10 20 30 40 20 0 1 0 12345 999 77 18446744073709551615";

    @Test
    void readsTheFieldsByTheirPlace() {
        assertThat(ProcessStat.parse("42 (sleep)" + REST))
                .contains(new ProcessStat(42, "sleep", 'S', 7, 8, 9, 100, 12345, 77));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a) S 1 1 1", "((", "))", "tmux: server", ") Z 0 0 0 (", ""})
    void isNotMisledByNames(String name) {
        assertThat(ProcessStat.parse("42 (" + name + ")" + REST).orElseThrow())
                .isEqualTo(new ProcessStat(42, name, 'S', 7, 8, 9, 100, 12345, 77));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "42", "42 (x", "42 (x)", "42 (x) S", "x (x) S 1 1 1", ")("})
    void readsNothingFromHalfALine(String line) {
        assertThat(ProcessStat.parse(line)).isEmpty();
    }

    @Test
    void countsZombiesAsEnded() {
        assertThat(ProcessStat.parse("1 (x)" + REST).orElseThrow().ended()).isFalse();
        for (String state : new String[] {" Z ", " X "}) {
            String line = "1 (x)" + REST.replace(" S ", state);
            assertThat(ProcessStat.parse(line).orElseThrow().ended()).isTrue();
        }
    }
}
