package dev.stead.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The mistakes found so far; one reading uses one. */
final class Problems {
    /** So many are shown; who has made more starts with these. */
    static final int SHOWN = 100;

    private final List<Problem> found = new ArrayList<>();
    private final Predicate<String> folderExists;

    /**
     * @param folderExists the one question that a shape may ask about the world
     */
    Problems(Predicate<String> folderExists) {
        this.folderExists = folderExists;
    }

    boolean folderExists(String path) {
        return folderExists.test(path);
    }

    void add(Place at, String what, String mend) {
        found.add(new Problem(at.line(), at.column(), shown(at.path()), shown(what), shown(mend)));
    }

    /** What the file quotes must not move the cursor of a terminal. */
    private static String shown(String text) {
        return text.replaceAll("\\p{Cc}|\\p{Cs}", "?");
    }

    int count() {
        return found.size();
    }

    /** In the order of the file, each once, each inside the text. */
    List<Problem> sorted(String text) {
        var lines = text.lines().toList();
        var all = found.stream().map(p -> inside(p, lines)).sorted().distinct().toList();
        if (all.size() <= SHOWN) {
            return all;
        }
        var shown = new ArrayList<>(all.subList(0, SHOWN));
        var next = all.get(SHOWN);
        shown.add(
                new Problem(
                        next.line(),
                        next.column(),
                        "",
                        "there are " + (all.size() - SHOWN) + " more mistakes from here on",
                        "mend the first ones and check again"));
        return shown;
    }

    /** The parser notices what is missing only behind the end; that is shown at the end. */
    private static Problem inside(Problem problem, List<String> lines) {
        int line = Math.clamp(problem.line(), 1, Math.max(1, lines.size()));
        var text = line <= lines.size() ? lines.get(line - 1) : "";
        int end = 1 + text.codePointCount(0, text.length());
        int column = line < problem.line() ? end : Math.clamp(problem.column(), 1, end);
        return new Problem(line, column, problem.path(), problem.what(), problem.mend());
    }
}
