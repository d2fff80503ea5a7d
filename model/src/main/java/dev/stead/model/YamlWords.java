package dev.stead.model;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.List;
import java.util.Optional;

/** The YAML parser's errors in plain words. */
final class YamlWords {
    /** What the parser's message contains, what is wrong, and how to mend it. */
    private record Known(String contains, String what, String mend) {}

    private static final List<Known> KNOWN =
            List.of(
                    new Known(
                            "\\t(TAB)",
                            "a tab is used here, YAML is indented with spaces",
                            "replace each tab by two spaces"),
                    new Known(
                            "mapping values are not allowed",
                            "there is a `: ` where no key can be",
                            "put quotes around a text that has `: ` in it, a blank behind the `:`"
                                    + " of each key, and indent neighbours alike"),
                    new Known(
                            "could not find expected ':'",
                            "this line is neither `key: value` nor an item of a list",
                            "write `key: value`, with a space after the `:`"),
                    new Known(
                            "unexpected end of stream",
                            "a quote is opened here and never closed",
                            "close it with the same quote"),
                    new Known(
                            "found unexpected document separator",
                            "a quote is opened here and never closed",
                            "close it with the same quote"),
                    new Known(
                            "found unknown escape character",
                            "a `\\` in double quotes is followed by a character that means nothing"
                                    + " there",
                            "use single quotes, or write `\\\\` for one `\\`"),
                    new Known(
                            "expected ',' or ']'",
                            "a list that was opened with `[` is not closed, or a `,` is missing",
                            "write `[one, two]`"),
                    new Known(
                            "expected ',' or '}'",
                            "a mapping that was opened with `{` is not closed, or a `,` is missing",
                            "write `{ one: 1, two: 2 }`"),
                    new Known(
                            "expected <block end>",
                            "this line does not belong to what is above it",
                            "indent it like its neighbours, and put a list or mapping on lines of"
                                    + " its own"),
                    new Known(
                            "that cannot start any token",
                            "a text cannot start with this character",
                            "put quotes around the text"));

    private YamlWords() {}

    static YamlMistake explain(YamlEngineException wrong, String text) {
        return switch (wrong) {
            case ReaderException reader ->
                    new YamlMistake(
                            mark(text, reader.getPosition()),
                            "the character U+%04X cannot be in a system file"
                                    .formatted(reader.getCodePoint()),
                            "take it out; save the file as UTF-8");
            case MarkedYamlEngineException marked -> explain(marked);
            default -> unclear(new Node.Mark(1, 1), String.valueOf(wrong.getMessage()));
        };
    }

    private static YamlMistake explain(MarkedYamlEngineException wrong) {
        var problem = String.valueOf(wrong.getProblem());
        for (var known : KNOWN) {
            if (problem.contains(known.contains())) {
                var mark = opened(wrong).or(wrong::getProblemMark);
                return new YamlMistake(at(mark.orElse(null)), known.what(), known.mend());
            }
        }
        return unclear(at(wrong.getProblemMark().orElse(null)), problem);
    }

    /** An open quote is shown where it opens, and so is a bracket when its line has ended. */
    private static Optional<Mark> opened(MarkedYamlEngineException wrong) {
        var problem = String.valueOf(wrong.getProblem());
        int line = wrong.getProblemMark().map(Mark::getLine).orElse(0);
        if (problem.contains("unexpected")) {
            return wrong.getContextMark();
        }
        return problem.contains("expected ','")
                ? wrong.getContextMark().filter(mark -> mark.getLine() < line)
                : Optional.empty();
    }

    private static YamlMistake unclear(Node.Mark mark, String problem) {
        var line = problem.strip().replaceAll("\\s+", " ");
        return new YamlMistake(
                mark,
                "this is not YAML: " + line.substring(0, Math.min(line.length(), 200)),
                "look at the indentation and the quotes of this line and the one above");
    }

    private static Node.Mark at(@org.jspecify.annotations.Nullable Mark mark) {
        return mark == null
                ? new Node.Mark(1, 1)
                : new Node.Mark(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Node.Mark mark(String text, int position) {
        int line = 1;
        int column = 1;
        var points = text.codePoints().limit(position).toArray();
        for (int point : points) {
            line += point == '\n' ? 1 : 0;
            column = point == '\n' ? 1 : column + 1;
        }
        return new Node.Mark(line, column);
    }
}
