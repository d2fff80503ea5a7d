package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketFramesTest {
    private final WebSocketFrames frames = new WebSocketFrames();

    @ParameterizedTest
    @ValueSource(ints = {0x88, 0x89, 0x8a})
    void takesControlFramesForNoData(int first) {
        for (int size : new int[] {0, 1, 125}) {
            assertThat(frames.hasData(frame(first, size, true))).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x81, 0x82, 0x01, 0x00, 0x80})
    void seesDataOfEverySize(int first) {
        for (int size : new int[] {0, 1, 125, 126, 65_535, 65_536, 200_000}) {
            assertThat(frames.hasData(frame(first, size, true))).isTrue();
            assertThat(frames.hasData(frame(0x8a, 4, true))).isFalse();
            assertThat(frames.hasData(frame(first, size, false))).isTrue();
            assertThat(frames.hasData(frame(0x8a, 4, false))).isFalse();
        }
    }

    @Test
    void findsDataBetweenControlFrames() {
        assertThat(
                        frames.hasData(
                                Unpooled.wrappedBuffer(
                                        frame(0x8a, 9, true),
                                        frame(0x81, 3, true),
                                        frame(0x89, 0, true))))
                .isTrue();
    }

    @Test
    void followsFramesThatComeByteByByte() {
        ByteBuf all =
                Unpooled.wrappedBuffer(
                        frame(0x8a, 125, true), frame(0x82, 300, true), frame(0x89, 2, true));
        int data = 0;
        int last = 0;
        for (int i = 0; i < all.readableBytes(); i++) {
            if (frames.hasData(all.slice(i, 1))) {
                data++;
                last = i;
            }
        }
        assertThat(data).isEqualTo(2 + 2 + 4 + 300);
        assertThat(last).isEqualTo(2 + 4 + 125 + data - 1);
    }

    /** A message in pieces, with what browsers send between them, cut in two anywhere. */
    @Test
    void seesTheSameDataHoweverItIsCut() {
        ByteBuf all =
                Unpooled.wrappedBuffer(
                        frame(0x89, 3, true),
                        frame(0x01, 70_000, true),
                        frame(0x8a, 0, true),
                        frame(0x80, 2, true),
                        frame(0x8a, 7, true));
        int size = all.readableBytes();
        int last = size - 2 - 4 - 7;
        for (int cut = 1; cut < size; cut = cut > 30 && cut < 69_000 ? cut + 997 : cut + 1) {
            WebSocketFrames cutFrames = new WebSocketFrames();
            assertThat(cutFrames.hasData(all.slice(0, cut))).isEqualTo(cut > 2 + 4 + 3);
            assertThat(cutFrames.hasData(all.slice(cut, size - cut))).isEqualTo(cut < last);
        }
    }

    @Test
    void outlivesLengthsThatCannotBe() {
        ByteBuf odd = Unpooled.buffer().writeByte(0x8a).writeByte(0x7f).writeLong(-1);
        assertThat(frames.hasData(odd)).isFalse();
        assertThat(frames.hasData(frame(0x81, 3, true))).isFalse();
    }

    static ByteBuf frame(int first, int size, boolean masked) {
        ByteBuf frame = Unpooled.buffer().writeByte(first);
        int mask = masked ? 0x80 : 0;
        if (size < 126) {
            frame.writeByte(mask | size);
        } else if (size < 65_536) {
            frame.writeByte(mask | 126).writeShort(size);
        } else {
            frame.writeByte(mask | 127).writeLong(size);
        }
        return frame.writeZero((masked ? 4 : 0) + size);
    }
}
