package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Each {@code wrong/NAME.yaml} gets exactly the messages in {@code wrong/NAME.expected}, one on a
 * line. The folders that exist are {@code ./ui}, {@code ./api} and {@code /srv/pages}.
 */
class WrongFilesTest {
    private static final Set<String> FOLDERS = Set.of("./ui", "./api", "/srv/pages");

    static Stream<String> wrong() {
        return TestFiles.names("wrong").stream();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void getsExactlyTheExpectedMessages(String name) {
        assertThat(messages(name)).isEqualTo(TestFiles.text("wrong/" + name + ".expected"));
    }

    @Test
    void thereAreManyOfThem() {
        assertThat(wrong()).hasSizeGreaterThanOrEqualTo(75);
    }

    static String messages(String name) {
        return problems(TestFiles.text("wrong/" + name + ".yaml")).stream()
                .map(problem -> ProblemText.line(problem) + "\n")
                .collect(Collectors.joining());
    }

    private static List<Problem> problems(String text) {
        return switch (SystemFile.read(text, FOLDERS::contains)) {
            case SystemFile.Reading.Right _ -> List.of();
            case SystemFile.Reading.Wrong(List<Problem> problems) -> problems;
        };
    }
}
