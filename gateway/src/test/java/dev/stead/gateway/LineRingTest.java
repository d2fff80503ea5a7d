package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

final class LineRingTest {
    private final LineRing ring = new LineRing(64);
    private final ByteBuffer batch = ByteBuffer.allocate(64);

    @Test
    void keepsWholeLinesInOrderAndDropsWhatHasNoRoom() {
        assertThat(put("a".repeat(40))).isTrue();
        assertThat(put("b".repeat(30))).isFalse();
        assertThat(put("c".repeat(24))).isTrue();
        assertThat(drain()).isEqualTo("a".repeat(40) + "c".repeat(24));
        assertThat(drain()).isEmpty();
    }

    @Test
    void goesRoundItsEnd() {
        for (int i = 0; i < 100; i++) {
            String line = "line " + i + "\n";
            assertThat(put(line)).isTrue();
            assertThat(put(line)).isTrue();
            assertThat(drain()).isEqualTo(line + line);
        }
    }

    @Test
    void knowsWhenItIsHalfFull() {
        assertThat(put("a".repeat(31))).isTrue();
        assertThat(ring.isHalfFull()).isFalse();
        assertThat(put("a")).isTrue();
        assertThat(ring.isHalfFull()).isTrue();
        drain();
        assertThat(ring.isHalfFull()).isFalse();
    }

    @Test
    void losesNothingBetweenTwoThreads() throws Exception {
        int lines = 200_000;
        Thread putting =
                Thread.ofPlatform()
                        .start(() -> {
                            for (int i = 0; i < lines; i++) {
                                while (!put(i % 10 + "")) {
                                    Thread.onSpinWait();
                                }
                            }
                        });
        int seen = 0;
        while (seen < lines) {
            for (char c : drain().toCharArray()) {
                assertThat(c - '0').isEqualTo(seen++ % 10);
            }
        }
        putting.join();
    }

    private boolean put(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        return ring.put(bytes, bytes.length);
    }

    private String drain() {
        batch.clear();
        ring.drain(batch);
        return new String(batch.array(), 0, batch.position(), StandardCharsets.US_ASCII);
    }
}
