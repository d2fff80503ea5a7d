package dev.stead.model;

import java.util.Locale;

/** Problems as text for people: without colours, the same wherever they are shown. */
public final class ProblemText {
    private ProblemText() {}

    /**
     * A problem with the line it is in and a caret below its column.
     *
     * <pre>
     * stead.yaml:7:12: components.api.stop: `soon` is not a duration.
     *     7 |     stop: soon
     *       |           ^
     *   Write one such as `500ms`, `30s`, `10m`, `1h 30m` or `7d`.
     * </pre>
     *
     * @param fileName as the user gave it
     * @param sourceLine the problem's line of the file, without its line break; empty for none
     * @return lines that each end with a line break
     */
    public static String of(String fileName, Problem problem, String sourceLine) {
        var text = new StringBuilder();
        text.append("%s:%d:%d: ".formatted(fileName, problem.line(), problem.column()));
        text.append(place(problem)).append(problem.what()).append(".\n");
        if (!sourceLine.isBlank()) {
            text.append("%5d | ".formatted(problem.line())).append(shown(sourceLine));
            text.append("\n      | ").append(indent(sourceLine, problem.column())).append("^\n");
        }
        return text.append("  ").append(sentence(problem.mend())).append('\n').toString();
    }

    /** A problem on one line: {@code line:column path: what. mend.} */
    public static String line(Problem problem) {
        return "%d:%d %s%s. %s"
                .formatted(
                        problem.line(),
                        problem.column(),
                        place(problem),
                        problem.what(),
                        sentence(problem.mend()));
    }

    private static String place(Problem problem) {
        return problem.path().isEmpty() ? "" : problem.path() + ": ";
    }

    /** Without what could move the cursor. */
    private static String shown(String line) {
        return line.stripTrailing().replaceAll("[\\p{Cc}&&[^\t]]", "?");
    }

    /** Blanks up to the column, with the line's own tabs, so that the caret stays below it. */
    private static String indent(String line, int column) {
        var indent = new StringBuilder();
        line.codePoints()
                .limit(column - 1L)
                .forEach(point -> indent.append(point == '\t' ? '\t' : ' '));
        return indent.toString();
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }
}
