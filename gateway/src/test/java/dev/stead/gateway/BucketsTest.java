package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.model.TrafficRules.Rate;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.IntStream;

final class BucketsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Rate RATE = new Rate(10, 30);

    private final Buckets buckets = new Buckets(1024, 42);

    @Test
    void givesTheBurstAndThenTheRate() {
        AddressKey visitor = AddressKey.of("10.0.0.1");
        assertThat(taken(visitor, SECOND, 100)).isEqualTo(30);
        assertThat(buckets.take(visitor, RATE, SECOND)).isEqualTo(SECOND / 10);
        assertThat(taken(visitor, 2 * SECOND, 100)).isEqualTo(10);
        assertThat(taken(visitor, 2 * SECOND + SECOND / 20, 100)).isZero();
        assertThat(taken(visitor, 100 * SECOND, 100)).isEqualTo(30);
    }

    @Test
    void neverGivesMoreThanBurstAndRateAllow() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Rate rate = new Rate(1 + random.nextInt(50), 1 + random.nextInt(20));
            String name = "round-" + round;
            long begin = SECOND * (round + 1);
            long now = begin;
            long given = 0;
            for (int i = 0; i < 300; i++) {
                now += random.nextInt((int) SECOND / 20);
                given += buckets.take(name, rate, now) == 0 ? 1 : 0;
                double most = rate.burst() + (now - begin) / 1e9 * rate.perSecond() + 1;
                assertThat(given).isLessThanOrEqualTo((long) most);
            }
        }
    }

    @Test
    void keepsThoseWhoAskTooMuchWhateverElseComes() {
        AddressKey greedy = AddressKey.of("10.0.0.1");
        taken(greedy, SECOND, 100);
        for (int i = 0; i < 1_000_000; i++) {
            buckets.take(new AddressKey(i, 0, true), RATE, SECOND);
        }
        assertThat(buckets.take(greedy, RATE, SECOND)).isPositive();
    }

    @Test
    void aNewVisitorInheritsNothing() {
        for (int i = 0; i < 5_000; i++) {
            taken(new AddressKey(i, 0, true), SECOND, 30);
        }
        assertThat(taken(AddressKey.of("10.0.0.9"), SECOND, 30)).isEqualTo(30);
    }

    @Test
    void countsEachTokenOnceWhenManyTakeAtTheSameTime() {
        Rate rate = new Rate(1, 5_000);
        long given =
                IntStream.range(0, 20_000)
                        .parallel()
                        .filter(_ -> buckets.take("everybody", rate, SECOND) == 0)
                        .count();
        assertThat(given).isEqualTo(5_000);
    }

    private long taken(AddressKey visitor, long now, int tries) {
        return IntStream.range(0, tries).filter(_ -> buckets.take(visitor, RATE, now) == 0).count();
    }
}
