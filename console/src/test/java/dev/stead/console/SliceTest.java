package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

final class SliceTest {
    private final List<Integer> all = IntStream.range(0, 120).boxed().toList();

    @Test
    void showsTheNearestPageThatThereIs() {
        assertThat(Slice.of(all, "3").items()).startsWith(100).hasSize(20);
        assertThat(Slice.of(all, "99").number()).isEqualTo(3);
        assertThat(Slice.of(all, "0").number()).isEqualTo(1);
        assertThat(Slice.of(all, "-1").number()).isEqualTo(1);
        assertThat(Slice.of(List.of(), "2").isOnly()).isTrue();
    }
}
