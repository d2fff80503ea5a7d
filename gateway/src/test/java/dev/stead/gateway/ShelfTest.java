package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.stream.IntStream;

final class ShelfTest {
    private static final int LONG = 8_000;

    private final Shelf shelf =
            new Shelf(64L << 20, new DiskShelf(Path.of("none"), 0, new DiskWorker()));

    private static CacheRequest request(int number, int length) {
        return new CacheRequest(
                new CacheKey("localhost", "/", "/" + number + "?" + "x".repeat(length)),
                "",
                true,
                false,
                CacheControl.NONE,
                EmptyHttpHeaders.INSTANCE);
    }

    private long passing(int length) {
        IntStream.range(0, 4_000).forEach(i -> shelf.passFromNowOn(request(i, length), 0));
        return IntStream.range(0, 4_000)
                .filter(i -> shelf.isPassing(request(i, length), 1))
                .count();
    }

    @Test
    void remembersWhatPasses() {
        assertThat(passing(10)).isEqualTo(4_000);
    }

    @Test
    void remembersItWithinItsMemory() {
        assertThat(passing(LONG)).isBetween(1L, (2L << 20) / LONG);
    }
}
