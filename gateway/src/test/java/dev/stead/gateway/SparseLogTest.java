package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

final class SparseLogTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final SparseLog log = new SparseLog(SparseLogTest.class, now::get);

    @Test
    void speaksOnceInTenSecondsAndSaysHowOftenItWas() {
        assertThat(log.warn("{} knocked", "a")).isEqualTo(1);
        assertThat(log.warn("{} knocked", "b")).isZero();
        assertThat(log.warn("{} knocked", "c")).isZero();
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(log.warn("{} knocked", "d")).isEqualTo(3);
        assertThat(log.warn("{} knocked", "e")).isZero();
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(log.warn("{} knocked", "f")).isEqualTo(2);
    }
}
