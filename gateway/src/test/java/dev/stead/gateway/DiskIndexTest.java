package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

final class DiskIndexTest {
    private static final long PLENTY = 1L << 30;

    private final List<DiskEntry> gone = new ArrayList<>();
    private final DiskIndex index = new DiskIndex(PLENTY, gone::add);

    private static DiskEntry entry(String target, String language) {
        KeptHead head =
                new KeptHead(
                        HttpResponseStatus.OK,
                        List.of(),
                        new Terms(1, 0, 0, false, true),
                        new Vary(List.of("accept-language"), List.of(language)),
                        new Audience("", true, true),
                        0,
                        0,
                        0);
        return DiskEntry.found(
                new CacheKey("localhost", "/", target), head, Path.of(target + language), 1000);
    }

    @Test
    void boundsTheAnswersToOneKey() {
        index.resize(PLENTY);
        for (int i = 0; i < 100; i++) {
            index.add(entry("/a", "l" + i));
        }
        index.add(entry("/b", "l"));
        assertThat(index.of(entry("/a", "").key())).hasSize(64);
        assertThat(gone).hasSize(36);
        assertThat(gone.getFirst().file()).hasToString("/al0");
        assertThat(index.bytes()).isEqualTo(65 * (1000 + DiskEntry.OVERHEAD));
    }

    @Test
    void boundsTheMemoryThatKnowingThemTakes() {
        index.resize(1 << 20);
        for (int i = 0; i < 1_000; i++) {
            index.add(entry("/" + i + "?" + "x".repeat(8_000), "de"));
        }
        assertThat(index.memory()).isBetween(900_000L, 1L << 20);
        assertThat(gone).hasSizeGreaterThan(800);
        index.resize(100_000);
        assertThat(index.memory()).isLessThan(100_000);
        assertThat(index.takes(entry("/x".repeat(20_000), "de"))).isFalse();
    }

    @Test
    void whatWasUsedStays() {
        index.resize(PLENTY);
        DiskEntry first = entry("/1", "");
        index.add(first);
        index.add(entry("/2", ""));
        index.use(first);
        index.resize(first.memory() + 1);
        assertThat(index.has(first)).isTrue();
        assertThat(gone).hasSize(1);
    }
}
