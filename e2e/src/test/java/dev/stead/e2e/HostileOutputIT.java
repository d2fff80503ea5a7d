package dev.stead.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What programs write and files are called reaches terminals, JSON and pages as harmless text. */
final class HostileOutputIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LONG_LINE = 10_000_000;

    /** A line each. Characters up to U+00FF stand for bytes, so that some are no UTF-8. */
    private static final List<String> BYTES =
            List.of(
                    "clear \u001b[2J\u001b[H\u001b[31mred",
                    "title \u001b]0;owned\u0007 clipboard \u001b]52;c;cm0gLXJmIC8=\u001b\\",
                    "device \u001bP$q\"p\u001b\\ string \u001bX stop \u001b^ keys \u001b[>4;2m",
                    "one byte \u009b2J \u009d0;x\u009c",
                    "bell \u0007 back safe\b\b\b\bevil nul \u0000 delete \u007f",
                    "carriage all is well\rall is lost \u000b \u000c",
                    "bad \u00c3( \u00ff\u00fe \u00ed\u00a0\u0080 \u00c0\u00af \u00f0\u009f\u0098",
                    "json \",\"text\":\"other\"}\\ {\"a\":[ \\u0000 \\",
                    "html <script>alert(1)</script><!-- ]]> ' onload=x {{7*7}} ${7*7}");

    private static final List<String> TEXTS =
            List.of(
                    "turned \u202e gnp.exe \u2066 x \u2069 \u200f \u061c",
                    "hidden \u200b \ufeff \u2028 \u2029 \u00ad");

    private static final TestSystem system = TestSystem.of("hostile");

    @BeforeAll
    static void up() throws IOException {
        Files.createDirectories(system.source().resolve("app"));
        Files.write(system.source().resolve("app/hostile"), corpus());
        system.write(LOUD);
        system.up();
        new People(system).add("anna", "operator");
    }

    private static final String LOUD =
            """
            loud: { service: [/bin/sh, -c, "cat hostile; exec sleep 1000"], source: ./app }
            """;

    private static byte[] corpus() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String line : BYTES) {
            all.writeBytes((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        all.writeBytes("y".repeat(LONG_LINE).getBytes(StandardCharsets.US_ASCII));
        all.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
        for (String line : TEXTS) {
            all.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return all.toByteArray();
    }

    @AfterAll
    static void down() throws IOException {
        system.close();
    }

    @Test
    void logsOnATerminalAreLinesOfPlainText() {
        long begun = System.nanoTime();
        String said = system.stead("logs", system.name(), "loud").out();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertPlain(said);
        assertThat(said.lines().filter(line -> line.startsWith("loud-1 | ")).count())
                .as("each line is one")
                .isEqualTo(said.lines().count())
                .isGreaterThanOrEqualTo(BYTES.size() + TEXTS.size() + 1);
        assertThat(said)
                .contains("title \\x1b]0;owned\\x07 clipboard \\x1b]52;c;")
                .contains("carriage all is well\\x0dall is lost")
                .contains("turned \\u202e gnp.exe")
                .contains("one byte \ufffd2J")
                .contains(" ... (" + (LONG_LINE - 16 * 1024) + " more bytes)");
        assertThat(said.lines().mapToInt(String::length).max().orElse(0)).isLessThan(17_000);
    }

    @Test
    void logsInJsonAreADocumentEachLine() {
        String said = system.stead("logs", system.name(), "loud", "--json").out();

        assertPlain(said);
        for (String line : said.lines().toList()) {
            JsonNode document = JSON.readTree(line);
            assertThat(document.propertyNames()).containsOnly("component", "instance", "text");
            assertThat(document.path("component").asString()).isEqualTo("loud");
            assertPlain(document.path("text").asString());
        }
        assertThat(said.lines().map(line -> JSON.readTree(line).path("text").asString()))
                .contains("json \",\"text\":\"other\"}\\ {\"a\":[ \\u0000 \\");
    }

    @Test
    void logsOnAPageAreTextWithoutMarkup() throws IOException {
        Answer page = Client.of(system, "anna").get(system.own() + "/logs?component=loud");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .contains("html &lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert(1)");
        assertPlain(page.body());
        assertThat(page.body().length()).isLessThan(100_000);
    }

    @Test
    void aFailureThatShowsWhatAProgramWroteIsPlain() throws IOException {
        system.write(
                LOUD
                        + "bad: { service: [/bin/sh, -c, \"head -n 8 hostile; exit 3\"], source:"
                        + " ./app }\n");
        try {
            Command.Result result = system.stead("up", "--detach");
            assertThat(result.status()).isEqualTo(1);
            assertPlain(result.all());
            assertThat(result.err()).contains("clear \\x1b[2J");
            Command.Result json = system.stead("up", "--detach", "--json");
            assertThat(json.status()).isEqualTo(1);
            assertPlain(json.all());
            assertThat(json.out().lines().map(JSON::readTree))
                    .as("what was done until it failed, a document each line")
                    .isNotEmpty()
                    .allMatch(event -> event.has("text"));
        } finally {
            system.write(LOUD);
            system.up();
        }
    }

    @Test
    void aReasonThatShowsWhatAHealthCommandWroteIsPlain() throws IOException {
        Path ill = system.folder().resolve("ill");
        system.write(
                LOUD
                        + """
                        sick:
                          service: sleep 1000
                          source: ./app
                          health: { command: [/bin/sh, -c, "test ! -e %s || { head -n 2 hostile; exit 1; }"] }
                        """
                                .formatted(ill));
        try {
            system.up();
            Files.createFile(ill);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> system.stead("status", system.name()).out().contains("sick: "));
            Command.Result status = system.stead("status", system.name());
            assertPlain(status.all());
            assertThat(status.out()).contains("title \\x1b]0;owned");
            assertPlain(system.stead("status", system.name(), "--json").all());
            Answer page = Client.of(system, "anna").get(system.own() + "/components/sick");
            assertThat(page.status()).isEqualTo(200);
            assertPlain(page.body());
        } finally {
            system.write(LOUD);
            system.up();
        }
    }

    @Test
    void aFailureThatNamesAFileIsPlain() throws IOException {
        Path pipe = system.source().resolve("app/\u001b]0;owned\u0007\u001b[2J\u202e");
        Command.run(Path.of("/"), Map.of(), List.of("mkfifo", pipe.toString()));
        try {
            Command.Result result = system.stead("up", "--detach");
            assertThat(result.status()).isEqualTo(1);
            assertPlain(result.all());
            assertThat(result.err())
                    .contains("app/\\x1b]0;owned\\x07\\x1b[2J\\u202e is a device, a pipe");
        } finally {
            Files.delete(pipe);
        }
    }

    @Test
    void aMistakeThatShowsPartOfAFileIsPlain() throws IOException {
        Path file = system.folder().resolve("other.yaml");
        Files.writeString(
                file,
                "system: x\n\"\\e]0;owned\\a\\u202e\": 1\ncomponents:\n  a: { \"\\e[2J\": 2 }\n");

        for (List<String> more : List.of(List.<String>of(), List.of("--json"))) {
            Command.Result result =
                    system.stead(
                            java.util.stream.Stream.concat(
                                            java.util.stream.Stream.of("check", file.toString()),
                                            more.stream())
                                    .toArray(String[]::new));
            assertThat(result.status()).isEqualTo(2);
            assertPlain(result.all());
        }
    }

    /** No character that a terminal obeys, or that turns or cuts the text around it. */
    private static void assertPlain(String text) {
        text.codePoints()
                .filter(point -> point != '\n' && point != '\t')
                .forEach(point ->
                        assertThat(harmful(point))
                                .as("U+%04X in %s", point, around(text, point))
                                .isFalse());
    }

    private static boolean harmful(int point) {
        return Character.isISOControl(point)
                || point == 0x2028
                || point == 0x2029
                || (point >= 0x202a && point <= 0x202e)
                || (point >= 0x2066 && point <= 0x2069)
                || Character.getType(point) == Character.SURROGATE;
    }

    private static String around(String text, int point) {
        int at = text.indexOf(point);
        return text.substring(Math.max(0, at - 40), Math.min(text.length(), at + 20))
                .replaceAll("\\p{Cc}", "?");
    }
}
