package dev.stead.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.base.StateFolder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Commands that need no server: their output and exit statuses. */
final class CliIT {
    @TempDir Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String input, String... arguments) {
        Surface surface =
                new Surface(
                        new Systems(folder.resolve("state")),
                        new NoServer(),
                        "1.2",
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                        false);
        return new Cli(surface).run(arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("stead.yaml"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check",
                "plan",
                "doctor",
                "up",
                "status",
                "logs",
                "engine open",
                "engine list",
                "engine logs",
                "engine stop",
                "engine extend",
                "engine share",
                "engine enter",
                "engine usage",
                "restart",
                "down",
                "secret",
                "version",
                "completion"
            })
    void everyCommandHasHelpWithAnExample(String command) {
        assertThat(run("", (command + " --help").split(" "))).isZero();
        assertThat(out()).contains("Usage: stead " + command).containsAnyOf("Example", "set");
    }

    @Test
    void aRightFileIsSaidToBe() throws IOException {
        Path file = file("system: demo\ncomponents: { a: { service: sleep 1 } }\n");

        assertThat(run("", "check", file.toString())).isZero();
        assertThat(out()).contains("is right: system demo, 1 components");
    }

    @Test
    void everyMistakeIsShownInItsPlace() throws IOException {
        Path file = file("system: demo\ncomponents:\n  a: { servce: sleep 1 }\n");

        assertThat(run("", "check", folder.toString())).isEqualTo(2);
        assertThat(err()).contains("a mistake in " + file, "stead.yaml:3:8", "servce", "^");
    }

    @Test
    void mistakesAreADocumentForPrograms() throws IOException {
        Path file = file("system: demo\ncomponents:\n  a: { servce: sleep 1 }\n");

        assertThat(run("", "check", file.toString(), "--json")).isEqualTo(2);
        assertThat(out()).contains("\"problems\"", "\"line\" : 3", "\"column\" : 8");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        assertThat(run("", "dwon")).isEqualTo(2);
        assertThat(run("")).isEqualTo(2);
        assertThat(run("", "status")).isEqualTo(2);
        assertThat(err()).contains("no system runs here", "start one with stead up FILE");
        assertThat(run("", "up", folder.resolve("absent").toString())).isEqualTo(2);
        assertThat(err()).contains("there is no file");
    }

    @Test
    void aServerThatIsGoneIsToldFromASystemThatIsDown() throws IOException {
        Files.createDirectories(folder.resolve("state/demo/run/web-1"));

        assertThat(run("", "status")).isEqualTo(1);
        assertThat(err()).contains("components of demo may go on", "takes them up as they are");
    }

    @Test
    void aSecretIsReadFromStandardInputAndNeverShown() throws IOException {
        Path file = file("system: demo\ncomponents: { a: { service: sleep 1 } }\n");

        assertThat(run("swordfish\n", "secret", "set", file.toString(), "mail-key")).isZero();

        assertThat(folder.resolve("state/demo/secrets/mail-key")).hasContent("swordfish");
        assertThat(out() + err()).doesNotContain("swordfish");
        assertThat(run("x", "secret", "set", file.toString(), "Mail Key")).isEqualTo(2);
    }

    @Test
    void completionIsAScript() {
        assertThat(run("", "completion")).isZero();
        assertThat(out()).contains("complete -F").contains("restart", "_picocli_stead_engine_open");
    }

    /** None of these commands starts a server. */
    static final class NoServer implements ServerLauncher {
        @Override
        public void launch(String system, StateFolder folder) {
            throw new AssertionError(List.of(system, folder) + " was started");
        }

        @Override
        public String build() {
            return "none";
        }
    }
}
