package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CsvTest {
    @Test
    void quotesWhatSeparates() {
        assertThat(Csv.row("a,b", "say \"x\"", "two\r\nlines", ""))
                .isEqualTo("\"a,b\",\"say \"\"x\"\"\",\"two\r\nlines\",\"\"\r\n");
    }

    @Test
    void noCellIsAFormula() {
        assertThat(Csv.row("=1+1", "+1", "-1", "@x", "\tx"))
                .isEqualTo("\"'=1+1\",\"'+1\",\"'-1\",\"'@x\",\"'\tx\"\r\n");
    }
}
