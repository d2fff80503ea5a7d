package dev.stead.model;

import java.util.List;
import java.util.Map;

/** Shapes of commands. */
final class Commands {
    private static final Shape<String> WORD =
            Texts.text(
                    "a word", "--port", Map.of("type", List.of("string", "number")), Parsed::good);

    /** Words that are run without a shell. */
    static final Shape<List<String>> COMMAND =
            ChoiceShape.of(
                    Texts.text(
                            "a command",
                            "gunicorn --bind 127.0.0.1:${PORT} api:app",
                            Json.object("type", "string", "minLength", 1),
                            CommandText::split),
                    new ListShape<>(WORD, "a list of words", false, 1).values());

    private static final Shape<String> LINE =
            Texts.text(
                    "a command",
                    "npm ci",
                    Json.object("type", "string", "minLength", 1),
                    text ->
                            text.isBlank()
                                    ? Parsed.bad(
                                            "the command is empty", "write one, or take it out")
                                    : Parsed.good(text));

    /** Commands for {@code sh -c}, one or a list of them. */
    static final Shape<List<String>> SHELL =
            ChoiceShape.of(
                    LINE.map(List::of),
                    new ListShape<>(LINE, "a list of commands", false, 0).values());

    private Commands() {}
}
