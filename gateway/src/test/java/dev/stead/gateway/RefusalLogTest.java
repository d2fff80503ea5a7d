package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

final class RefusalLogTest {
    @Test
    void speaksOfEachReasonOnceInTenSeconds() {
        AtomicLong now = new AtomicLong(1);
        RefusalLog log = new RefusalLog(now::get);
        assertThat(log.note(Refusal.MEMORY, "a")).isTrue();
        assertThat(log.note(Refusal.MEMORY, "b")).isFalse();
        assertThat(log.note(Refusal.ADDRESS, "c")).isTrue();
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        assertThat(log.note(Refusal.MEMORY, "d")).isTrue();
        assertThat(log.note(Refusal.MEMORY, "e")).isFalse();
    }
}
