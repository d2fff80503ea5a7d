package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.stead.api.Engines.Use;
import dev.stead.console.UsagePlot.Series;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

final class UsagePlotTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static Use use(String component, String began, String ended) {
        return new Use(
                component + "-1",
                component,
                Optional.empty(),
                "ada",
                Instant.parse(began),
                Optional.of(ended).filter(e -> !e.isEmpty()).map(Instant::parse),
                Optional.empty(),
                7200,
                100);
    }

    private static UsageFilter days(String from, String to) {
        return new UsageFilter(LocalDate.parse(from), LocalDate.parse(to), false);
    }

    @Test
    void hoursCountForTheDaysOnWhichTheyPassed() {
        UsagePlot plot =
                UsagePlot.of(
                        List.of(use("a", "2026-11-18T22:00:00Z", "2026-11-20T01:30:00Z")),
                        days("2026-11-18", "2026-11-21"),
                        NOW);

        assertThat(plot.series()).containsExactly(new Series("a", List.of(2.0, 24.0, 1.5, 0.0)));
        assertThat(plot.top()).isEqualTo(50);
    }

    @Test
    void whatIsOpenCountsUntilNowAndWhatBeganBeforeFromTheBegin() {
        List<Use> uses = List.of(use("a", "2026-11-01T00:00:00Z", ""));
        UsagePlot plot = UsagePlot.of(uses, days("2026-11-20", "2026-11-21"), NOW);

        assertThat(plot.series().getFirst().hours()).containsExactly(24.0, 12.0);
        UsageSums.Line line =
                UsageSums.of(uses, new Span(Instant.parse("2026-11-20T00:00:00Z"), NOW))
                        .lines()
                        .getFirst();
        assertThat(line.hours()).isEqualTo(36);
        assertThat(line.cpuHours()).isEqualTo(2);
        assertThat(line.openings()).isEqualTo(1);
    }

    @Test
    void barsAreStackedTheLargestAtTheBottom() {
        UsagePlot plot =
                UsagePlot.of(
                        List.of(
                                use("small", "2026-11-20T00:00:00Z", "2026-11-20T01:00:00Z"),
                                use("large", "2026-11-20T00:00:00Z", "2026-11-20T04:00:00Z")),
                        days("2026-11-20", "2026-11-20"),
                        NOW);

        assertThat(plot.series()).extracting(Series::name).containsExactly("large", "small");
        assertThat(plot.top()).isEqualTo(5);
        assertThat(plot.path(0)).isEqualTo("M0.09 40.0h0.82v160.0h-0.82z");
        assertThat(plot.path(1)).isEqualTo("M0.09 0.0h0.82v40.0h-0.82z");
    }

    @Test
    void manyDaysAreShownAsWeeks() {
        UsagePlot plot =
                UsagePlot.of(
                        List.of(use("a", "2026-11-20T00:00:00Z", "2026-11-20T01:00:00Z")),
                        days("2026-01-01", "2026-11-21"),
                        NOW);

        assertThat(plot.per()).isEqualTo("week");
        assertThat(plot.begins()).hasSize(47);
        assertThat(plot.series().getFirst().sum()).isEqualTo(1, within(1e-9));
    }

    @Test
    void theSmallestBecomeOneWhenThereAreTooMany() {
        List<Use> uses =
                IntStream.range(10, 30)
                        .mapToObj(i -> use("a" + i, "2026-11-20T00:00:00Z", "2026-11-20T02:00:00Z"))
                        .toList();
        UsagePlot plot = UsagePlot.of(uses, days("2026-11-20", "2026-11-20"), NOW);

        assertThat(plot.series()).hasSize(UsagePlot.COLOURS);
        assertThat(plot.series().getLast()).isEqualTo(new Series("the other 14", List.of(28.0)));
        assertThat(plot.height(0)).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0.3,1", "1,1", "1.1,2", "3,5", "7,10", "11,20", "480,500", "501,1000"})
    void theTopIsARoundNumber(double highest, double top) {
        assertThat(UsagePlot.round(highest)).isEqualTo(top);
    }

    @Test
    void marksSayNoMoreThanTheyMust() {
        UsagePlot plot = new UsagePlot(1, List.of(), List.of(), 10);
        assertThat(IntStream.range(0, 5).mapToObj(plot::mark))
                .containsExactly("0", "2.5", "5", "7.5", "10");
        assertThat(new UsagePlot(1, List.of(), List.of(), 1000).mark(4)).isEqualTo("1000");
    }
}
