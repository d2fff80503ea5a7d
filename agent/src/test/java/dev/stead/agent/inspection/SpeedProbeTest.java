package dev.stead.agent.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.stream.LongStream;

/** Percentiles by nearest rank. */
final class SpeedProbeTest {
    @Test
    void theMedianIsTheMiddleAndTheLastOfAHundredIsLeftOut() {
        var speed = SpeedProbe.speed(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());

        assertThat(speed.writes()).isEqualTo(100);
        assertThat(speed.median()).isEqualTo(Duration.ofNanos(50));
        assertThat(speed.p99()).isEqualTo(Duration.ofNanos(99));
    }

    @Test
    void aSlowDiskIsMeasuredWithOneWrite() {
        var speed = SpeedProbe.speed(new long[] {7});

        assertThat(speed.median()).isEqualTo(speed.p99()).isEqualTo(Duration.ofNanos(7));
    }
}
