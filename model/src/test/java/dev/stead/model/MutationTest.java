package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Whatever becomes of a right file, the reader answers, and with messages that can be shown. */
class MutationTest {
    private static final int EACH =
            "full".equals(System.getProperty("stead.counts")) ? 20_000 : 1000;

    /** Bits of YAML and of the file's words, which break more than any single character does. */
    private static final List<String> BITS =
            List.of(
                    ": ",
                    "\n",
                    "  ",
                    "\t",
                    "- ",
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    "\"",
                    "'",
                    "#",
                    "&a ",
                    "*a",
                    "!x ",
                    "|\n",
                    ">\n",
                    "? ",
                    "%",
                    "@",
                    "`",
                    "~",
                    "---\n",
                    "...\n",
                    "<<: ",
                    "${",
                    "}",
                    "$",
                    "\\",
                    "\u0000",
                    "\u0085",
                    "\u2028",
                    "\uFEFF",
                    "é",
                    "🙂",
                    "\ud83d",
                    "null",
                    "true",
                    "-1",
                    "0",
                    "99999999999",
                    "1e9",
                    "service: ",
                    "engine: ",
                    "site: ",
                    "needs: ",
                    "route: /",
                    "env: ",
                    "..",
                    "/",
                    "%2e",
                    "\r",
                    "\r\n");

    static Stream<String> right() {
        return TestFiles.names("right").stream();
    }

    @ParameterizedTest
    @MethodSource("right")
    void answersWhateverBecomesOfARightFile(String name) {
        var text = TestFiles.text("right/" + name + ".yaml");
        LongStream.range(0, EACH)
                .forEach(seed -> check(mutated(text, seed), name + ", seed " + seed));
    }

    private static void check(String text, String which) {
        try {
            if (SystemFile.read(text, path -> path.length() % 2 == 0)
                    instanceof SystemFile.Reading.Wrong(List<Problem> problems)) {
                assertThat(problems).isNotEmpty().isSorted().doesNotHaveDuplicates();
                problems.forEach(problem -> check(problem, text));
            }
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            throw new AssertionError(which + ":\n" + text, e);
        }
    }

    private static void check(Problem problem, String text) {
        var lines = text.lines().toList();
        assertThat(problem.line()).isBetween(1, Math.max(1, lines.size()));
        var line = lines.isEmpty() ? "" : lines.get(problem.line() - 1);
        assertThat(problem.column()).isBetween(1, 1 + line.codePointCount(0, line.length()));
        assertThat(problem.what()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
        assertThat(problem.mend()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
        assertThat(problem.what() + problem.mend() + problem.path())
                .doesNotContainPattern("\\p{Cc}");
        assertThat(problem.what().length() + problem.mend().length()).isLessThan(600);
        assertThat(ProblemText.of("f", problem, line)).contains("^".repeat(line.isBlank() ? 0 : 1));
    }

    private static String mutated(String text, long seed) {
        var random = new Random(seed);
        var mutated = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            mutate(mutated, random);
        }
        return mutated.toString();
    }

    private static void mutate(StringBuilder text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(12));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(from, to);
            case 1 -> text.insert(from, BITS.get(random.nextInt(BITS.size())));
            case 2 -> text.replace(from, to, BITS.get(random.nextInt(BITS.size())));
            case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
            default -> {
                if (from < text.length()) {
                    text.setCharAt(from, (char) random.nextInt(0x80));
                }
            }
        }
    }
}
