package dev.stead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

final class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        Table table = new Table("NAME", "STATE");
        table.add("a-long-name", "healthy");
        table.add("b", "");

        assertThat(table.lines())
                .containsExactly("NAME         STATE", "a-long-name  healthy", "b");
    }

    @Test
    void coloursTakeNoRoom() {
        Style style = new Style(true);
        Table table = new Table("STATE", "X");
        table.add(style.green("up"), "1");

        assertThat(table.lines().getLast()).isEqualTo(style.green("up") + "     1");
    }

    @Test
    void whatSomebodyNamedMovesNoTerminal() {
        Table table = new Table("NAME");
        table.add("a\u001b]52;c;eA==\u0007b\u009b2Jc\u202ed\n" + new Style(true).red("e"));

        assertThat(table.lines().getLast())
                .isEqualTo(
                        "a\ufffd]52;c;eA==\ufffdb\ufffd2Jc\ufffdd\ufffd"
                                + new Style(true).red("e"));
    }

    @Test
    void withoutATerminalThereAreNoColours() {
        assertThat(new Style(false).state("crash-loop")).isEqualTo("crash-loop");
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0s", "PT59S,59s", "PT61S,1m1s", "PT3600S,1h0m", "PT90000S,1d1h", "PT-5S,0s"})
    void agesAreShort(Duration age, String shown) {
        assertThat(StatusCommand.age(age)).isEqualTo(shown);
    }
}
