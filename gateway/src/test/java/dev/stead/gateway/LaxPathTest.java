package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LaxPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a/b/, /a/b",
        "/a//b, /a/b",
        "//a, /a",
        "/a/b?c/d, /a/b/d",
        "/a#b, /a",
        "/a/.b, /a/.b",
        "a/b, /a/b",
        "/a%2Fb, /a/b",
        "/%2Fa, /a",
        "/a%252Fb, /a/b",
        "/a%25252fb, /a/b",
        "/a%5Cb, /a/b",
        "/a\\b, /a/b",
        "/a;x=1/b;y, /a/b",
        "/;x/a, /a",
        "/a%3Bx/b, /a/b",
        "/a%3Fx/b, /a/b",
        "/%40me/X, /@me/x",
        "/ADMIN, /admin",
        "/%E2%84%AAey, /key",
        "/a%, /a%",
        "/a%zz, /a%zz",
    })
    void takesAPathAsLooselyAsAnybody(String path, String lax) {
        assertThat(LaxPath.of(path)).contains(lax);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a/%252e%252e/b",
                "/a/..%3bx",
                "/a%2F.%2Fb",
                "/a/./b",
                "/a/..",
                "/a\u0001",
                "/a%2500",
                "/a%250ab"
            })
    void seesWhatIsHidden(String path) {
        assertThat(LaxPath.of(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a-b/c.d_e~1", "/a//b", "/@me:1"})
    void leavesPlainPathsAlone(String path) {
        assertThat(LaxPath.isPlain(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%20", "/a;b", "/a\\b", "/aB"})
    void knowsPathsThatAreNotPlain(String path) {
        assertThat(LaxPath.isPlain(path)).isFalse();
    }
}
