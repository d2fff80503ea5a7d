package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class LineCutterTest {
    @Test
    void cutsLinesAndKeepsTheUnfinishedOne() {
        assertThat(lines("a\n\nb\r\nc")).containsExactly("a", "", "b", "c");
    }

    @Test
    void makesControlCharactersHarmless() {
        assertThat(lines("\u001b[31mred\u0007\tx\u009b\u0000\n"))
                .containsExactly("\\x1b[31mred\\x07\tx\\x9b\\x00");
        assertThat(lines("a\u202eb\u2028c\ufeff\n")).containsExactly("a\\u202eb\\u2028c\\ufeff");
    }

    @Test
    void makesBadUtf8Harmless() {
        byte[] bad = {
            'a', (byte) 0xC3, 'b', (byte) 0xFF, (byte) 0xED, (byte) 0xA0, (byte) 0x80, '\n'
        };
        String line = lines(bad).getFirst();
        assertThat(line).startsWith("a\uFFFDb\uFFFD");
        assertThat(line.chars().noneMatch(c -> Character.isSurrogate((char) c))).isTrue();
    }

    @Test
    void keepsOtherLanguages() {
        assertThat(lines("naïve 日本 😀\n")).containsExactly("naïve 日本 😀");
    }

    @Test
    void cutsEndlessLines() {
        byte[] endless = new byte[10_000_000];
        Arrays.fill(endless, (byte) 'x');
        String line = lines(endless).getFirst();
        assertThat(line).hasSize(LogText.LONGEST + " ... (9983616 more bytes)".length());
        assertThat(line).endsWith(" ... (9983616 more bytes)");
    }

    @Test
    void anyBytesGiveHarmlessLinesHoweverTheyArrive() {
        for (long seed = 0; seed < Counts.of(300, 30_000); seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(5000)];
            random.nextBytes(bytes);
            List<String> whole = lines(bytes);
            List<String> parts = new ArrayList<>();
            LineCutter cutter = new LineCutter(parts::add);
            for (int i = 0; i < bytes.length; i++) {
                cutter.add(new byte[] {bytes[i]}, 1);
            }
            cutter.finish();
            assertThat(parts).as("seed %d", seed).isEqualTo(whole);
            assertThat(String.join("", whole).chars())
                    .as("seed %d", seed)
                    .noneMatch(c -> c != '\t' && Character.isISOControl(c));
        }
    }

    private static List<String> lines(String text) {
        return lines(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> lines(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        LineCutter cutter = new LineCutter(lines::add);
        cutter.add(bytes, bytes.length);
        cutter.finish();
        return lines;
    }
}
