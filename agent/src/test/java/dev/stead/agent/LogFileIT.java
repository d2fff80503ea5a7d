package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

class LogFileIT {
    private static final int LIMIT = 1 << 20;

    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void path() {
        path = folder.resolve("api-1.log");
    }

    @Test
    void marksStandOnALineOfTheirOwn() throws Exception {
        LogFile file = file(new LinuxHoles());
        file.prepare();
        file.mark("started (pid 1)");
        append("no line end");
        file.mark("ended");
        assertThat(LogTail.lastLines(file, 9))
                .containsExactly("-- started (pid 1) --", "no line end", "-- ended --");
    }

    @Test
    void givesTheLastLinesAtAnyCount() throws Exception {
        LogFile file = file(new LinuxHoles());
        file.prepare();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            text.append("line ").append(i).append('\n');
        }
        append(text.toString());
        for (int count : new int[] {0, 1, 2, 100, 9_000, 29_999, 30_000, 99_999}) {
            List<String> lines = LogTail.lastLines(file, count);
            int expected = Math.min(count, 30_000);
            assertThat(lines).hasSize(expected);
            if (expected > 0) {
                assertThat(lines.getFirst()).isEqualTo("line " + (30_000 - expected));
                assertThat(lines.getLast()).isEqualTo("line 29999");
            }
        }
    }

    @Test
    void freesTheHeadAndKeepsTheTail() throws Exception {
        LogFile file = file(new LinuxHoles());
        file.prepare();
        int written = fill(5 * LIMIT);
        file.bound();
        assertThat(blocks()).isLessThanOrEqualTo(LIMIT);
        List<String> lines = LogTail.lastLines(file, 1_000_000);
        assertThat(lines).hasSizeGreaterThan(1000);
        assertThat(lines.getLast()).isEqualTo(line(written - 1));
        assertThat(lines.getFirst()).isEqualTo(line(written - lines.size()));
        assertThat(LogTail.lastLines(new LogFile(path, new LinuxHoles(), LIMIT), 1_000_000))
                .as("another server sees the same")
                .isEqualTo(lines);
    }

    @Test
    void removesTheHoleBeforeTheNextStart() throws Exception {
        LogFile file = file(new LinuxHoles());
        file.prepare();
        int written = fill(3 * LIMIT);
        List<String> seen = new ArrayList<>();
        LogTail tail = new LogTail(file, seen::add);
        tail.seek(1);
        tail.readNew();
        file.bound();
        file.prepare();
        assertThat(Files.size(path)).isLessThanOrEqualTo(LIMIT);
        append("after\n");
        tail.readNew();
        assertThat(seen).containsExactly(line(written - 1), "after");
        assertThat(LogTail.lastLines(file, 2)).containsExactly(line(written - 1), "after");
    }

    @Test
    void readerThatIsTooSlowGoesOnWhereTheFileBegins() throws Exception {
        LogFile file = file(new LinuxHoles());
        file.prepare();
        append("first\n");
        List<String> seen = new ArrayList<>();
        LogTail tail = new LogTail(file, seen::add);
        tail.seek(10);
        tail.readNew();
        int written = fill(3 * LIMIT);
        file.bound();
        tail.readNew();
        assertThat(seen.getFirst()).isEqualTo("first");
        assertThat(seen.get(1)).matches("line \\d+ .*");
        assertThat(seen.getLast()).isEqualTo(line(written - 1));
    }

    @Test
    void saysHowMuchWasDroppedWhereTheHeadAloneCannotGo() throws Exception {
        LogFile file = file(Holes.NONE);
        file.prepare();
        fill(2 * LIMIT);
        long size = Files.size(path);
        file.bound();
        append("after\n");
        assertThat(LogTail.lastLines(file, 9))
                .containsExactly(
                        "-- "
                                + size
                                + " bytes were dropped, this file system cannot free the oldest"
                                + " alone --",
                        "after");
    }

    @Test
    void survivesAProgramThatEmptiesItsOwnLog() throws Exception {
        LogFile file = file(new LinuxHoles());
        file.prepare();
        append("one\ntwo\n");
        List<String> seen = new ArrayList<>();
        LogTail tail = new LogTail(file, seen::add);
        tail.seek(1);
        tail.readNew();
        Files.write(path, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
        append("new\n");
        tail.readNew();
        assertThat(seen).containsExactly("two", "new");
    }

    private LogFile file(Holes holes) {
        return new LogFile(path, holes, LIMIT);
    }

    private int fill(int bytes) throws IOException {
        StringBuilder text = new StringBuilder();
        int lines = 0;
        while (text.length() < bytes) {
            text.append(line(lines++)).append('\n');
        }
        append(text.toString());
        return lines;
    }

    private static String line(int number) {
        return "line " + number + " of something that a program says";
    }

    private void append(String text) throws IOException {
        Files.write(path, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
    }

    /** What the file really takes. */
    private long blocks() throws Exception {
        Process du = new ProcessBuilder("du", "-k", path.toString()).start();
        String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(text.split("\\s", 2)[0]) * 1024;
    }
}
