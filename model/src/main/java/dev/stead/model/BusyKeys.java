package dev.stead.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A path, or the keys of {@code busy}. */
final class BusyKeys {
    private static final Shape<String> PATH_TEXT =
            Texts.text(
                    "a path",
                    "/api/kernels",
                    Json.object("type", "string", "pattern", "^/[!-~]*$"),
                    text ->
                            text.matches("/[!-~]{0,999}")
                                    ? Parsed.good(text)
                                    : Parsed.bad(
                                            Texts.not(text, "a path"),
                                            "write one that starts with `/` and has no blanks, or"
                                                    + " `{ command: ... }`"));

    private static final Key<Optional<String>> PATH =
            Key.optional(
                            "path",
                            PATH_TEXT,
                            "",
                            "GET of this path on the engine's port answers 200 while it works",
                            "/api/kernels")
                    .alsoCalled("http", "url", "get");
    private static final Key<Optional<String>> CONTAINS =
            Key.optional(
                            "contains",
                            Texts.line("a text", "busy", 1000),
                            "any text will do",
                            "What that answer contains while it works",
                            "'\"busy\"'")
                    .alsoCalled("body", "match", "text");
    private static final Key<Optional<List<String>>> COMMAND =
            Key.optional(
                            "command",
                            Commands.COMMAND,
                            "",
                            "This command, run like the engine itself, exits with 0 while it works",
                            "[bin/busy, --quiet]")
                    .alsoCalled("exec", "test", "cmd");

    private static final Shape<Engine.Busy> MAPPING =
            Keys.of("busy", "a `busy` mapping", PATH, CONTAINS, COMMAND)
                    .exactlyOne(PATH, COMMAND)
                    .making(BusyKeys::make);

    static final Key<Optional<Engine.Busy>> BUSY =
            Key.optional(
                            "busy",
                            ChoiceShape.<Engine.Busy>of(
                                    PATH_TEXT.map(p -> new Engine.BusyPath(p, Optional.empty())),
                                    MAPPING),
                            "by its use of the CPU",
                            "How to tell that something works in an engine while no browser asks"
                                    + " for anything: a path, or a mapping",
                            "{ path: /api/kernels, contains: '\"busy\"' }")
                    .alsoCalled("activity", "working", "is-busy", "keep-alive");

    /** The words of a command that tells; empty for anything else. */
    static List<String> words(Found found) {
        return found.value(BUSY).flatMap(busy -> busy).stream()
                .flatMap(busy ->
                        busy instanceof Engine.BusyCommand(List<String> words)
                                ? words.stream()
                                : Stream.<String>empty())
                .toList();
    }

    private BusyKeys() {}

    private static Optional<Engine.Busy> make(Found found, Problems problems) {
        if (found.has(CONTAINS) && !found.has(PATH)) {
            problems.add(
                    found.at(CONTAINS),
                    "`contains` is given without `path`, a command has no answer to look in",
                    "take it out; a command exits with 0 while the engine works");
            return Optional.empty();
        }
        return found.get(PATH)
                .<Engine.Busy>map(path -> new Engine.BusyPath(path, found.get(CONTAINS)))
                .or(() -> found.get(COMMAND).map(Engine.BusyCommand::new));
    }
}
