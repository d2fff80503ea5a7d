package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnterAnswersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a/b?c=d&e=%0a", "/a//b", "/%2f%2fevil.example", "/a?u=https://x"})
    void goesOnToPathsOfTheSameHost(String to) {
        assertThat(EnterAnswers.isPathHere(to)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "https://evil.example/",
                "https:evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/\n/evil.example",
                "/a\r\nSet-Cookie: x=1",
                " /a",
                "/a b",
                "/\u00e9",
                "/\u0085",
                "/\u2028",
            })
    void goesNowhereElse(String to) {
        assertThat(EnterAnswers.isPathHere(to)).isFalse();
    }

    @Test
    void keepsItsPathsAndNoOthers() {
        assertThat(EnterAnswers.isKept("/.stead")).isTrue();
        assertThat(EnterAnswers.isKept("/.stead/enter")).isTrue();
        assertThat(EnterAnswers.isKept("/.steady")).isFalse();
        assertThat(EnterAnswers.isKept("/stead/enter")).isFalse();
    }

    @Test
    void readsParameters() {
        assertThat(Query.value("?code=a&to=%2Fx%3Fy%3D1%26z", "to")).contains("/x?y=1&z");
        assertThat(Query.value("?xto=1&to=2&to=3", "to")).contains("2");
        assertThat(Query.value("?to=a+b", "to")).contains("a+b");
        assertThat(Query.value("?to", "to")).isEmpty();
        assertThat(Query.value("?to=%", "to")).isEmpty();
        assertThat(Query.value("?to=%ff", "to")).isEmpty();
        assertThat(Query.value("", "to")).isEmpty();
    }
}
