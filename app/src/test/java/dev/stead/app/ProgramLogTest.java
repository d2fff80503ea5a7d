package dev.stead.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

final class ProgramLogTest {
    private static final int MIB = 1 << 20;

    @TempDir Path folder;

    @Test
    void aLineSaysWhenHowGraveWhoAndWhat() throws IOException {
        Path file = folder.resolve("server.log");
        LoggerContext context = logging(file);
        context.getLogger("dev.stead.app.Server").info("it {}", "serves");
        context.stop();
        assertThat(Files.readString(file))
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\S+ INFO "
                                + " d.stead.app.Server \\[\\S+] it serves\n");
    }

    @Test
    void keepsTwoPredecessorsOfBoundedSize() throws IOException {
        Path file = folder.resolve("server.log");
        LoggerContext context = logging(file);
        Logger logger = context.getLogger("loud");
        String text = "x".repeat(MIB / 4);
        for (int i = 0; i < 4 * 24; i++) {
            logger.info(text);
        }
        context.stop();
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .extracting(each -> each.getFileName().toString())
                    .containsExactlyInAnyOrder("server.log", "server.log.1", "server.log.2");
        }
        assertThat(Files.size(folder.resolve("server.log.1"))).isBetween(5L * MIB, 6L * MIB);
    }

    private static LoggerContext logging(Path file) {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.getLogger(Logger.ROOT_LOGGER_NAME)
                .addAppender(ProgramLog.appender(context, file.toString()));
        return context;
    }
}
