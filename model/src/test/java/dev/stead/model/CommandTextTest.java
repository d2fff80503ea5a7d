package dev.stead.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class CommandTextTest {
    @Test
    void splitsAtBlanksAndLineBreaks() {
        assertThat(words(" a  b\tc\nd ")).containsExactly("a", "b", "c", "d");
        assertThat(words("a \\\n  b")).containsExactly("a", "b");
    }

    @Test
    void quotesLikeAShell() {
        assertThat(words("a 'b \"c\" \\d' e")).containsExactly("a", "b \"c\" \\d", "e");
        assertThat(words("a \"b 'c' \\\" \\\\ \\n\"")).containsExactly("a", "b 'c' \" \\ \\n");
        assertThat(words("a b\\ c --x='y z'w")).containsExactly("a", "b c", "--x=y zw");
        assertThat(words("a '' \"\"")).containsExactly("a", "", "");
    }

    @Test
    void keepsVariablesAsTheyAre() {
        assertThat(words("a --bind=127.0.0.1:${PORT} '$X'"))
                .containsExactly("a", "--bind=127.0.0.1:${PORT}", "$X");
    }

    @Test
    void takesQuotedOperatorsForArguments() {
        assertThat(words("expr 1 '|' \\> a&b x=1"))
                .containsExactly("expr", "1", "|", ">", "a&b", "x=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "''", "a 'b", "a \"b", "a && b", "a | b", "a > b", "a; b", "A=b c", "a &"
            })
    void refusesWhatNeedsAShell(String text) {
        assertThat(CommandText.split(text)).isInstanceOf(Parsed.Bad.class);
    }

    private static List<String> words(String text) {
        return switch (CommandText.split(text)) {
            case Parsed.Good<List<String>>(List<String> words) -> words;
            case Parsed.Bad<List<String>>(String what, String _) -> throw new AssertionError(what);
        };
    }
}
