package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

final class GzipCacheTest {
    /** No array has this length. */
    private static final SiteFile TOO_LARGE =
            SiteFile.of(
                    "a.js",
                    Instant.EPOCH,
                    Form.plain(Path.of("/a.js"), 1L << 31, "tag"),
                    List.of());

    @Test
    void failsWhateverCompressingFailsOf() {
        try (GzipCache cache = new GzipCache()) {
            assertThat(cache.get(TOO_LARGE))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class);
            assertThat(cache.get(TOO_LARGE))
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class);
        }
    }
}
