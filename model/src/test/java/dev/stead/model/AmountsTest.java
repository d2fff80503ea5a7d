package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

class AmountsTest {
    private static final Shape<Duration> DURATION =
            Amounts.duration(Duration.ZERO, Duration.ofDays(1000), "1s");
    private static final Shape<Long> SIZE = Amounts.size(0, "0 KB", "1 GiB");

    @ParameterizedTest
    @CsvSource({
        "500ms, 500",
        "30s, 30000",
        "10m, 600000",
        "8h, 28800000",
        "1h30m, 5400000",
        "1h 30m, 5400000",
        "1d 1ms, 86400001",
        "0s, 0",
        "90m, 5400000",
    })
    void readsDurations(String text, long millis) {
        assertThat(read(DURATION, text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "s", "-1s", "1.5h", "30m 1h", "1s 1s", "1w", "1 h", "1S"})
    void refusesOtherDurations(String text) {
        assertThat(read(DURATION, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1 KB, 1000",
        "1KiB, 1024",
        "1.5 GB, 1500000000",
        "512 MiB, 536870912",
        "2 TiB, 2199023255552",
        "0.001 MB, 1000",
    })
    void readsSizes(String text, long bytes) {
        assertThat(read(SIZE, text)).contains(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 G", "1 gib", "GiB", "-1 GiB", "1e3 KB", "1  GiB", "1 B"})
    void refusesOtherSizes(String text) {
        assertThat(read(SIZE, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "1.0", "one", "", "+1", "99999999999", "0x1", "1_0"})
    void refusesNumbersOutsideTheirBounds(String text) {
        assertThat(read(Amounts.whole("a number", 1, 10, 5), text)).isEmpty();
    }

    private static <T> Optional<T> read(Shape<T> shape, String text) {
        var node = new Node.Scalar(new Node.Mark(1, 1), text, false);
        return shape.read(node, Place.START, new Problems(_ -> true));
    }
}
