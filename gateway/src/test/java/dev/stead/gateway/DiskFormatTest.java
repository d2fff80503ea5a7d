package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** What is read is what was written, or nothing. */
final class DiskFormatTest {
    private static final CacheKey KEY = new CacheKey("a.example", "/", "/x?y");

    private static final Kept KEPT =
            new Kept(
                    new KeptHead(
                            HttpResponseStatus.OK,
                            List.of("ETag", "\"1\"", "X-A", "\u00e9"),
                            new Terms(1, 2, 3, false, true),
                            new Vary(List.of("accept"), List.of("=*/*")),
                            new Audience("ann\nstaff", false, true),
                            4,
                            5,
                            6),
                    new byte[] {7, 8, 9});

    private static byte[] written() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DiskFormat.write(bytes, KEY, KEPT);
        return bytes.toByteArray();
    }

    private static boolean isRead(byte[] bytes) {
        try {
            Kept kept = DiskFormat.read(new ByteArrayInputStream(bytes));
            return kept.head().equals(KEPT.head()) && Arrays.equals(kept.body(), KEPT.body());
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    @Test
    void readsWhatItWrote() throws IOException {
        assertThat(isRead(written())).isTrue();
        assertThat(DiskFormat.readDescription(new ByteArrayInputStream(written())).key())
                .isEqualTo(KEY);
    }

    @Test
    void everyChangedBitAndEveryCutIsNoticed() throws IOException {
        byte[] bytes = written();
        for (int i = 0; i < bytes.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                bytes[i] ^= (byte) (1 << bit);
                assertThat(isRead(bytes)).as("bit %s of byte %s", bit, i).isFalse();
                bytes[i] ^= (byte) (1 << bit);
            }
            assertThat(isRead(Arrays.copyOf(bytes, i))).as("cut at %s", i).isFalse();
        }
        assertThat(isRead(Arrays.copyOf(bytes, bytes.length + 1))).isFalse();
    }
}
