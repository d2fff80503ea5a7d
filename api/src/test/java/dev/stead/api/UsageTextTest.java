package dev.stead.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class UsageTextTest {
    private static final Instant BEGAN = Instant.parse("2026-11-21T10:45:00Z");

    @Test
    void whatIsNotKnownYetIsEmpty() {
        assertThat(UsageText.csv(List.of(use(Optional.empty(), Optional.empty()))))
                .isEqualTo("2026-11-21T10:45:00Z,,anna,notebook,,notebook-3,,12.3,4096\r\n");
    }

    @Test
    void aResourceIsNeverAFormula() {
        String csv =
                UsageText.csv(
                        List.of(use(Optional.of("=1+2"), Optional.of(BEGAN.plusSeconds(60)))));

        assertThat(csv).contains(",2026-11-21T10:46:00Z,anna,notebook,'=1+2,");
        assertThat(csv.split(",", -1)).hasSameSizeAs(UsageText.CSV_HEAD.split(",", -1));
    }

    private static Engines.Use use(Optional<String> resource, Optional<Instant> ended) {
        return new Engines.Use(
                "notebook-3",
                "notebook",
                resource,
                "anna",
                BEGAN,
                ended,
                ended.map(_ -> "idle"),
                12.34,
                4096);
    }
}
