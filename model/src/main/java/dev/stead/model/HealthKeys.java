package dev.stead.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a health check. */
final class HealthKeys {
    private static final Health DEFAULT = Health.of(new Health.Alive());

    private static final Shape<String> TRUE =
            Texts.text(
                    "`true`",
                    "true",
                    Map.of("const", true),
                    text ->
                            text.equals("true")
                                    ? Parsed.good(text)
                                    : Parsed.bad(
                                            Texts.not(text, "`true`"),
                                            "write `tcp: true`, or take it out"));

    private static final Key<Optional<String>> HTTP =
            Key.optional(
                            "http",
                            Paths.REQUEST_PATH,
                            "",
                            "GET of this path on the instance's port answers 200 to 399",
                            "/health")
                    .alsoCalled("url", "path", "get");
    private static final Key<Optional<String>> TCP =
            Key.optional("tcp", TRUE, "", "The instance's port accepts a connection", "true");
    static final Key<Optional<List<String>>> COMMAND =
            Key.optional(
                    "command",
                    Commands.COMMAND,
                    "",
                    "This command, run like the component itself, exits with 0",
                    "[bin/check, --quick]");
    private static final Key<Duration> EVERY =
            Key.of(
                    "every",
                    Amounts.duration(Duration.ofMillis(100), Duration.ofHours(1), "5s"),
                    DEFAULT.every(),
                    "`2s`",
                    "Time between two tries of a healthy instance",
                    "5s");
    private static final Key<Duration> TIMEOUT =
            Key.of(
                    "timeout",
                    Amounts.duration(Duration.ofMillis(10), Duration.ofMinutes(10), "1s"),
                    DEFAULT.timeout(),
                    "`2s`",
                    "How long one try may take",
                    "1s");
    private static final Key<Integer> FAILURES =
            Key.of(
                    "failures",
                    Amounts.whole("a number of failures", 1, 100, 3),
                    DEFAULT.failures(),
                    "3",
                    "Failed tries in a row that make a healthy instance unhealthy",
                    "5");
    private static final Key<Duration> START =
            Key.of(
                    "start",
                    Amounts.duration(Duration.ofSeconds(1), Duration.ofDays(1), "2m"),
                    DEFAULT.start(),
                    "`60s`",
                    "How long an instance may take until it is first healthy",
                    "2m");

    private static final Keys KEYS =
            Keys.of(
                            "health",
                            "a `health` mapping",
                            HTTP,
                            TCP,
                            COMMAND,
                            EVERY,
                            TIMEOUT,
                            FAILURES,
                            START)
                    .exactlyOne(HTTP, TCP, COMMAND);

    private static final Shape<Health.Probe> WORD =
            Texts.text(
                    "a path, `tcp` or `alive`",
                    "/health",
                    Json.object("type", "string", "pattern", "^(/[!-~]*|tcp|alive)$"),
                    HealthKeys::word);

    /** A path, a word, or a mapping. */
    static final Shape<Health> SHAPE =
            ChoiceShape.of(WORD.map(Health::of), KEYS.to(HealthKeys::make));

    private HealthKeys() {}

    private static Parsed<Health.Probe> word(String text) {
        if (text.matches("/[!-~]*")) {
            return Parsed.good(new Health.Http(text));
        }
        return switch (text) {
            case "tcp" -> Parsed.good(new Health.Tcp());
            case "alive" -> Parsed.good(new Health.Alive());
            default ->
                    Parsed.bad(
                            Texts.not(text, "a health check"),
                            "write a path such as `/health`, `tcp`, `alive`, or `{ command: [...]"
                                    + " }`");
        };
    }

    private static Health make(Found found) {
        Health.Probe probe =
                found.get(HTTP)
                        .<Health.Probe>map(Health.Http::new)
                        .or(() -> found.get(COMMAND).map(Health.Command::new))
                        .orElseGet(Health.Tcp::new);
        return new Health(
                probe, found.get(EVERY), found.get(TIMEOUT), found.get(FAILURES), found.get(START));
    }
}
