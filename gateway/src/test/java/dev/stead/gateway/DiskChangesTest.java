package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DiskChangesTest {
    private final DiskChanges changes = new DiskChanges();

    private static CacheKey key(int number) {
        return new CacheKey("localhost", "/", "/" + number);
    }

    @Test
    void knowsWhatHasChanged() {
        for (int i = 0; i < 10_000; i++) {
            changes.changed(key(i));
        }
        int others = 0;
        for (int i = 0; i < 10_000; i++) {
            assertThat(changes.has(key(i))).isTrue();
            others += changes.has(key(10_000 + i)) ? 1 : 0;
        }
        assertThat(others).isLessThan(500);
    }

    @Test
    void knowsWhatWasRemoved() {
        changes.removed(key -> key.isBelow("/7"));
        assertThat(changes.has(key(7))).isTrue();
        assertThat(changes.has(key(8))).isFalse();
        for (int i = 0; i < 10_000; i++) {
            changes.removed(_ -> false);
        }
        assertThat(changes.has(key(8))).isTrue();
    }
}
