package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

final class ChunkReaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                " 3\r\n",
                "3 \r\n",
                "3;a=\"\r\n\"\r\n",
                "80000000\r\n",
                "+3\r\n",
                "-1\r\n",
                "0x3\r\n",
                "g\r\n",
                "3\n",
                "3\rX",
                "3;a=\u0001\r\n",
                "3\r\nabcd\r\n",
                "3\r\nabc\n",
                "3\r\nabc\rX",
                "fffffffffffffff1\r\n",
                "0000000000000003\r\n",
                "\uff13\r\n"
            })
    void refusesWhatIsNotStrict(String text) {
        assertThatThrownBy(() -> read(new ChunkReader(true), text))
                .isInstanceOf(ChunkReader.BadChunk.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 \r\nabc\r\n0\r\n", "3\nabc\n0\n", "3\t;x\r\nabc\r\n0\r\n"})
    void takesWhatSimpleProgramsWrite(String text) throws Exception {
        ChunkReader reader = new ChunkReader(false);
        assertThat(read(reader, text)).isEqualTo("abc");
        assertThat(reader.isAtTrailers()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {4 * 1024 + 1, 100_000})
    void bearsNoEndlessExtension(int length) {
        assertThatThrownBy(() -> read(new ChunkReader(true), "3;" + "x".repeat(length)))
                .isInstanceOf(ChunkReader.BadChunk.class);
    }

    @Test
    void bearsAnExtensionOfEachChunk() throws Exception {
        String chunk = "400;x=1234567\r\n" + "a".repeat(0x400) + "\r\n";
        ChunkReader reader = new ChunkReader(true);
        assertThat(read(reader, chunk.repeat(10_000) + "0\r\n")).hasSize(0x400 * 10_000);
        assertThat(reader.isAtTrailers()).isTrue();
    }

    @Test
    void bearsNoFloodOfExtensions() {
        String chunk = "1;" + "x".repeat(100) + "\r\na\r\n";
        assertThatThrownBy(() -> read(new ChunkReader(true), chunk.repeat(1_000)))
                .isInstanceOf(ChunkReader.BadChunk.class);
    }

    private static String read(ChunkReader reader, String text) throws Exception {
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
        StringBuilder data = new StringBuilder();
        while (in.isReadable() && !reader.isAtTrailers()) {
            reader.read(in);
            int bytes = (int) Math.min(reader.data(), in.readableBytes());
            if (bytes > 0) {
                data.append(in.readCharSequence(bytes, StandardCharsets.US_ASCII));
                reader.taken(bytes);
            }
        }
        return data.toString();
    }
}
