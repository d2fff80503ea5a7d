package dev.stead.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.api.Agent.LogLine;
import dev.stead.base.StateFolder;
import dev.stead.base.VirtualScheduler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class LogsIT {
    @TempDir Path root;
    private final VirtualScheduler scheduler = new VirtualScheduler("test", System::nanoTime);
    private StateFolder folder;
    private Logs logs;

    @BeforeEach
    void make() throws IOException {
        folder = new StateFolder(root);
        Files.createDirectories(folder.logs());
        logs = new Logs(folder, new LinuxHoles(), 1 << 20, scheduler);
    }

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void readsTheLastLinesOfSeveralInstances() throws Exception {
        append("api-1", "a\nb\nc\n");
        append("api-2", "x\ny\n");
        BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
        logs.read(List.of(source("api-1"), source("api-2"), source("api-9")), 2, false, lines::add);
        assertThat(lines).extracting(LogLine::text).containsExactly("b", "c", "x", "y");
        assertThat(lines).extracting(LogLine::instance).endsWith("api-2", "api-2");
    }

    @Test
    void followsUntilInterrupted() throws Exception {
        append("api-1", "old\nlast\n");
        BlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
        Thread follower =
                Thread.ofVirtual()
                        .start(() -> logs.read(List.of(source("api-1")), 1, true, lines::add));
        assertThat(next(lines)).isEqualTo("last");
        append("api-1", "half ");
        append("api-1", "line\nnext\n");
        assertThat(next(lines)).isEqualTo("half line");
        assertThat(next(lines)).isEqualTo("next");
        follower.interrupt();
        assertThat(follower.join(Duration.ofSeconds(5))).isTrue();
    }

    private static final String MARKED = "-- starting 2026-01-01T00:00:00Z --\nx\n";

    @Test
    void deletesLogsThatAreLongOffTheRecord() throws Exception {
        Instant now = Instant.parse("2026-01-10T00:00:00Z");
        for (String id : List.of("api-1", "api-2", "api-3")) {
            append(id, MARKED);
        }
        Files.setLastModifiedTime(folder.log("api-1"), FileTime.from(now.minusSeconds(8 * 86_400)));
        Files.setLastModifiedTime(folder.log("api-2"), FileTime.from(now.minusSeconds(8 * 86_400)));
        Files.setLastModifiedTime(folder.log("api-3"), FileTime.from(now.minusSeconds(86_400)));
        logs.sweep(Set.of("api-2"), now);
        assertThat(folder.log("api-1")).doesNotExist();
        assertThat(folder.log("api-2")).exists();
        assertThat(folder.log("api-3")).exists();
    }

    @Test
    void deletesWhatNobodyWroteToForLongestAndNoMoreThanItMust() throws Exception {
        String text = MARKED + "y".repeat(10_000);
        for (int i = 1; i <= 4; i++) {
            append("api-" + i, text);
            Files.setLastModifiedTime(
                    folder.log("api-" + i), FileTime.from(Instant.EPOCH.plusSeconds(9 - i)));
        }
        OldLogs old = logs.former("api-4"::equals);
        assertThat(old.trim(15_000)).isEqualTo(2L * text.length());
        assertThat(folder.log("api-1")).exists();
        assertThat(folder.log("api-2")).doesNotExist();
        assertThat(folder.log("api-3")).doesNotExist();
        assertThat(folder.log("api-4")).as("on record").exists();
        assertThat(old.trim(Long.MAX_VALUE)).isEqualTo(text.length());
        assertThat(old.trim(Long.MAX_VALUE)).isZero();
    }

    @Test
    void deletesNothingThatSteadDidNotMake() throws Exception {
        append("notes", MARKED);
        append("backup-1", "what somebody else's program wrote\n");
        Files.createSymbolicLink(folder.log("api-1"), folder.log("notes"));
        Files.createDirectory(folder.log("api-2"));
        Files.writeString(folder.logs().resolve("api-3.txt"), MARKED);
        logs.sweep(Set.of(), Instant.now().plus(Duration.ofDays(99)));
        assertThat(logs.former(_ -> false).trim(Long.MAX_VALUE)).isZero();
        try (var left = Files.list(folder.logs())) {
            assertThat(left).hasSize(5);
        }
    }

    @Test
    void knowsALogWhoseHeadIsGoneByItsEnd() throws Exception {
        append("api-1", "z".repeat(3 << 20) + "\n-- ended: exit status 1 --\n");
        logs.bound("api-1");
        assertThat(logs.former(_ -> false).trim(1)).isPositive();
        assertThat(folder.log("api-1")).doesNotExist();
    }

    @Test
    void cutsLogsShorterWhileTheDiskIsInNeed() throws Exception {
        append("api-1", "line\n".repeat(150_000));
        LiveLogs live = new LiveLogs(folder, logs, () -> List.of("api-1"));
        assertThat(logs.bound("api-1")).as("within its usual bound").isZero();
        assertThat(live.trim(1)).isBetween(500_000L, 750_000L);
        assertThat(logs.lastLines("api-1", 3)).containsExactly("line", "line", "line");
        live.recover();
        append("api-1", "line\n".repeat(100_000));
        assertThat(logs.bound("api-1")).isZero();
    }

    private static String next(BlockingQueue<LogLine> lines) throws InterruptedException {
        LogLine line = lines.poll(10, TimeUnit.SECONDS);
        return line == null ? "nothing came" : line.text();
    }

    private static LogLine source(String instance) {
        return new LogLine("api", instance, "");
    }

    private void append(String instance, String text) throws IOException {
        Files.write(
                folder.log(instance),
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
