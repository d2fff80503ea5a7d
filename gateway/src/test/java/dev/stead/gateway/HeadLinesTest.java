package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

final class HeadLinesTest {
    private static final HeadBytes.Rules RULES =
            new HeadBytes.Rules(true, 8192, 32768, 128, HeadBytes.Version.LAST, true);
    private static final List<String> NAMES =
            List.of("Host", "Accept", "X-A", "X-B", "x-a", "ACCEPT", "Cookie", "Via", "X^A", "X~A");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesLikeOtherHeaders(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            HttpHeaders other = new DefaultHttpHeaders();
            HttpHeaders lines = headers(random, other);
            for (int i = 0; i < 12; i++) {
                change(random, lines, other);
                assertThat(lines.entries()).isEqualTo(other.entries());
                String name = NAMES.get(random.nextInt(NAMES.size()));
                assertThat(lines.get(name)).isEqualTo(other.get(name));
                assertThat(lines.getAll(name)).isEqualTo(other.getAll(name));
                assertThat(lines.contains(name)).isEqualTo(other.contains(name));
                assertThat(lines.size()).isEqualTo(other.size());
                assertThat(lines.isEmpty()).isEqualTo(other.isEmpty());
            }
            assertThat(written(lines)).isEqualTo(text(other));
        }
    }

    private static HttpHeaders headers(SplittableRandom random, HttpHeaders other)
            throws Exception {
        StringBuilder text = new StringBuilder("GET / HTTP/1.1\r\n");
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String value = "v".repeat(random.nextInt(4)) + i;
            String before = List.of("", " ", " ", " ", "\t ").get(random.nextInt(5));
            String after = random.nextInt(8) == 0 ? " " : "";
            text.append(name).append(':').append(before).append(value).append(after);
            text.append("\r\n");
            other.add(name, value);
        }
        text.append("\r\n");
        HeadBytes head = new HeadBytes(RULES);
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        assertThat(head.take(in)).isTrue();
        return new HeadLines(head.headers());
    }

    private static void change(SplittableRandom random, HttpHeaders lines, HttpHeaders other) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String value = "n" + random.nextInt(100);
        switch (random.nextInt(5)) {
            case 0 -> {
                lines.remove(name);
                other.remove(name);
            }
            case 1 -> {
                lines.set(name, value);
                other.set(name, value);
            }
            case 2 -> {
                lines.set(name, List.of(value, "2"));
                other.set(name, List.of(value, "2"));
            }
            case 3 -> {
                lines.addInt(name, 7);
                other.addInt(name, 7);
            }
            default -> {
                lines.add(name, value);
                other.add(name, value);
            }
        }
    }

    private static String written(HttpHeaders headers) {
        Lines lines = ((HeadLines) headers).lines();
        HeadText text = new HeadText();
        lines.write(text);
        ByteBuf to = Unpooled.buffer();
        text.copyTo(to);
        return to.toString(StandardCharsets.ISO_8859_1);
    }

    private static String text(HttpHeaders headers) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> line : headers.entries()) {
            text.append(line.getKey()).append(": ").append(line.getValue()).append("\r\n");
        }
        return text.toString();
    }

    @Test
    void takesNoLineThatWouldBeTwo() throws Exception {
        HttpHeaders lines = headers(new SplittableRandom(1), new DefaultHttpHeaders());
        assertThatThrownBy(() -> lines.set("X-A", "1\r\nX-Stead-User: root"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> lines.add("X A", "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsBytesBeyondAscii() throws Exception {
        HeadBytes head = new HeadBytes(RULES);
        head.take(
                Unpooled.copiedBuffer(
                        "GET / HTTP/1.1\r\nX-A: h\u00e9\r\n\r\n", StandardCharsets.UTF_8));
        HttpHeaders lines = new HeadLines(head.headers());
        assertThat(lines.get("x-a")).isEqualTo("h\u00c3\u00a9");
        lines.add("X-B", lines.get("x-a"));
        assertThat(written(lines)).isEqualTo("X-A: h\u00c3\u00a9\r\nX-B: h\u00c3\u00a9\r\n");
    }
}
