package dev.stead.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits a command line into words: at blanks, with the quotes of a shell and nothing else of it. A
 * shell's operators outside quotes are mistakes, because no shell is there to obey them.
 */
final class CommandText {
    private static final Set<String> OPERATORS =
            Set.of("&&", "||", "|", ">", ">>", "<", "<<", ";", "&", "2>", "2>&1", ">&2");

    private final String text;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private boolean quoted;
    private Optional<String> operator = Optional.empty();
    private int at;

    private CommandText(String text) {
        this.text = text;
    }

    /** The words, at least one. */
    static Parsed<List<String>> split(String text) {
        return new CommandText(text).split();
    }

    private Parsed<List<String>> split() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            switch (c) {
                case ' ', '\t', '\n', '\r' -> endWord();
                case '\'', '"' -> {
                    if (!quote(c)) {
                        return Parsed.bad(
                                "a quote (%s) is opened in the command and never closed"
                                        .formatted(c),
                                "close it, or put the other sort of quotes around it");
                    }
                }
                case '\\' -> escaped();
                default -> add(c);
            }
        }
        endWord();
        return checked();
    }

    private Parsed<List<String>> checked() {
        if (operator.isPresent()) {
            return Parsed.bad(
                    "`"
                            + operator.get()
                            + "` means nothing here, the command is not given to a shell",
                    "write a list: `[sh, -c, \"...\"]`, or put quotes around it if it is an"
                            + " argument");
        }
        if (words.isEmpty() || words.getFirst().isEmpty()) {
            return Parsed.bad("the command is empty", "write the program and its arguments");
        }
        if (words.getFirst().matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
            return Parsed.bad(
                    "the command starts with a variable, `"
                            + Suggestion.shortened(words.getFirst())
                            + "`",
                    "give it under `env`");
        }
        return Parsed.good(List.copyOf(words));
    }

    private void add(char c) {
        word.append(c);
        inWord = true;
    }

    private boolean quote(char quote) {
        inWord = true;
        quoted = true;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == quote) {
                return true;
            }
            boolean escapes = quote == '"' && c == '\\' && at < text.length();
            word.append(escapes && "\"\\".indexOf(text.charAt(at)) >= 0 ? text.charAt(at++) : c);
        }
        return false;
    }

    private void escaped() {
        if (at == text.length()) {
            add('\\');
        } else if (text.charAt(at) == '\n') {
            at++;
            endWord();
        } else {
            quoted = true;
            add(text.charAt(at++));
        }
    }

    private void endWord() {
        if (inWord) {
            var ended = word.toString();
            boolean ends = ended.length() > 1 && ended.endsWith(";");
            boolean operates = !quoted && (ends || OPERATORS.contains(ended));
            if (operates && operator.isEmpty()) {
                operator = Optional.of(ends ? ";" : ended);
            }
            words.add(ended);
        }
        word.setLength(0);
        inWord = false;
        quoted = false;
    }
}
