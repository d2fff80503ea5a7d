package dev.stead.model;

import java.util.List;
import java.util.regex.Pattern;

/** The <code>${NAME}</code>s in a text. A {@code $} without a brace is nothing special. */
final class Variables {
    private static final Pattern USE = Pattern.compile("\\$\\{([^}]*)}?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private Variables() {}

    /** The names in it, each once. */
    static List<String> in(String text) {
        return USE.matcher(text)
                .results()
                .filter(use -> use.group().endsWith("}"))
                .map(use -> use.group(1))
                .filter(name -> NAME.matcher(name).matches())
                .distinct()
                .toList();
    }

    /** What starts like a variable and is none. */
    static List<String> malformed(String text) {
        return USE.matcher(text)
                .results()
                .filter(use -> !use.group().endsWith("}") || !NAME.matcher(use.group(1)).matches())
                .map(use -> Suggestion.shortened(use.group()))
                .distinct()
                .toList();
    }
}
