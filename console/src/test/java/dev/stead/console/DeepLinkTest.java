package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

final class DeepLinkTest {
    private static final String URL = "https://notebook-7.planning.example.com/";

    @ParameterizedTest
    @CsvSource({
        "'','',/",
        "/,'',/",
        "/tree/a%20b.ipynb,'',/tree/a%20b.ipynb",
        "/tree,x=1&y=%2F,/tree?x=1&y=%2F",
        "'',x=1,/?x=1",
        "/a//b,u=https://elsewhere.example/?z,/a//b?u=https://elsewhere.example/?z",
        "/a..b/...,'',/a..b/..."
    })
    void keepsWhatStoodInTheAddress(String path, String query, String whole) {
        assertThat(DeepLink.of(path, query).orElseThrow().at(URL))
                .isEqualTo("https://notebook-7.planning.example.com" + whole);
    }

    @Test
    void goesBelowAnEngineWithAPathOfItsOwn() {
        assertThat(
                        DeepLink.of("/tree", "a=b")
                                .orElseThrow()
                                .at("https://planning.example.com/engines/notebook-7/"))
                .isEqualTo("https://planning.example.com/engines/notebook-7/tree?a=b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example", "///evil.example/x", "/@evil.example", "/:80/"})
    void neverLeadsToAnotherOrigin(String path) {
        URI to = URI.create(DeepLink.of(path, "").orElseThrow().at(URL));
        assertThat(to.getHost()).isEqualTo("notebook-7.planning.example.com");
        assertThat(to.getPath()).doesNotStartWith("//");
        assertThat(to.getUserInfo()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "@evil.example/",
                ".evil.example/",
                ":443@evil.example/",
                "/\\evil.example",
                "\\\\evil.example",
                "/a\tb",
                "/a\nb",
                "/a\r\nSet-Cookie: x=y",
                "/a b",
                "/a\u0000",
                "/ü",
                "/..",
                "/../",
                "/../../other",
                "/a/../b",
                "/a/%2e%2E/b",
                "/.%2e",
                "/./a",
                "/a?b",
                "/a#b"
            })
    void isNoneWhenBrowsersCouldReadItAsSomethingElse(String path) {
        assertThat(DeepLink.of(path, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\\b", "a\r\nb", "a#b", "ü"})
    void queriesAreWholeToo(String query) {
        assertThat(DeepLink.of("/", query)).isEmpty();
    }

    @Test
    void isNoneWhenItIsTooLong() {
        assertThat(DeepLink.of("/" + "a".repeat(7000), "")).isEmpty();
    }
}
