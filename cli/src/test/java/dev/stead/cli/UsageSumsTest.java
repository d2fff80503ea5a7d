package dev.stead.cli;

import static dev.stead.cli.ScriptedEngines.BEGAN;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Engines.Use;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

final class UsageSumsTest {
    @Test
    void anAccountHasALineForEachComponent() {
        List<Use> uses =
                List.of(
                        use("notebook", "bert", Optional.of(BEGAN.plusSeconds(60)), 1, 3),
                        use("notebook", "anna", Optional.empty(), 2, 9),
                        use("lab", "anna", Optional.of(BEGAN.plusSeconds(5)), 4, 1),
                        use("notebook", "anna", Optional.of(BEGAN.plusSeconds(30)), 0.5, 7));

        assertThat(UsageSums.lines(uses, BEGAN.plusSeconds(90)))
                .containsExactly(
                        "ACCOUNT  COMPONENT  ENGINES  OPEN  CPU   MOST MEMORY",
                        "anna     lab        1        5s    4.0s  1 MiB",
                        "anna     notebook   2        2m0s  2.5s  9 MiB",
                        "bert     notebook   1        1m0s  1.0s  3 MiB");
    }

    private static Use use(
            String component, String account, Optional<Instant> ended, double cpu, long mebibytes) {
        return new Use(
                component + "-1",
                component,
                Optional.empty(),
                account,
                BEGAN,
                ended,
                Optional.empty(),
                cpu,
                mebibytes << 20);
    }
}
