package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

final class FillTest {
    private final Fill fill = new Fill();
    private final AtomicInteger told = new AtomicInteger();

    private void fillUp() {
        while (fill.join(() -> {})) {
            // Until it is full.
        }
    }

    @Test
    void whoeverHasAPlaceMayGiveItToAnother() {
        FillReader waiting = () -> {};
        assertThat(fill.join(waiting)).isTrue();
        fillUp();
        fill.replace(waiting, told::incrementAndGet);
        assertThat(fill.join(() -> {})).isFalse();
        fill.end(new Fill.State.Failed(Optional.empty()));
        assertThat(told).hasValue(1);
    }

    @Test
    void whoeverCausedItHasAlwaysAPlace() {
        fillUp();
        fill.lead(told::incrementAndGet);
        fill.end(new Fill.State.Failed(Optional.empty()));
        assertThat(told).hasValue(1);
    }
}
