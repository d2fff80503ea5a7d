package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.params.provider.MethodSource;

import java.util.HexFormat;
import java.util.stream.Stream;

/** Frames of a WebSocket: what is data does not depend on how the bytes come. */
final class WebSocketFuzzTest {
    static Stream<byte[]> frames() {
        return Stream.of(
                        "818537fa213d7f9f4d5158",
                        "890548656c6c6f",
                        "8a00890081026869",
                        "827e0100",
                        "827f0000000000010000",
                        "897fffffffffffffffff81",
                        "0103486",
                        "88")
                .map(it -> HexFormat.of().parseHex(it.length() % 2 == 0 ? it : it + "0"));
    }

    @MethodSource("frames")
    @FuzzTest(maxDuration = "60s")
    void findsTheSameDataHoweverTheBytesCome(byte[] bytes) {
        boolean[] wanted = reference(bytes);
        WebSocketFrames one = new WebSocketFrames();
        boolean any = false;
        for (int i = 0; i < bytes.length; i++) {
            assertThat(one.hasData(Unpooled.wrappedBuffer(bytes, i, 1)))
                    .as("byte " + i)
                    .isEqualTo(wanted[i]);
            any |= wanted[i];
        }
        assertThat(new WebSocketFrames().hasData(Unpooled.wrappedBuffer(bytes))).isEqualTo(any);
    }

    /** Whether each byte belongs to a data frame (RFC 6455, 5.2). */
    private static boolean[] reference(byte[] bytes) {
        boolean[] data = new boolean[bytes.length];
        int at = 0;
        while (at < bytes.length) {
            long end = end(bytes, at);
            boolean isData = (bytes[at] & 8) == 0;
            for (int i = at; i < Math.min(end, bytes.length); i++) {
                data[i] = isData;
            }
            at = (int) Math.min(end, bytes.length);
        }
        return data;
    }

    /** Where the frame ends that begins here; beyond the bytes if it does not end in them. */
    private static long end(byte[] bytes, int at) {
        if (at + 1 >= bytes.length) {
            return Long.MAX_VALUE;
        }
        int length = bytes[at + 1] & 0x7f;
        int extended = length == 127 ? 8 : length == 126 ? 2 : 0;
        int head = 2 + extended + ((bytes[at + 1] & 0x80) != 0 ? 4 : 0);
        if (at + 2 + extended > bytes.length) {
            return Long.MAX_VALUE;
        }
        long payload = extended == 0 ? length : 0;
        for (int i = 0; i < extended; i++) {
            payload = ((payload << 8) | (bytes[at + 2 + i] & 0xff)) & Long.MAX_VALUE;
        }
        long end = at + head + payload;
        return end < 0 ? Long.MAX_VALUE : end;
    }
}
