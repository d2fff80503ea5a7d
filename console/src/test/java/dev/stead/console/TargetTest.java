package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://a.example.com/",
                "//a.example.com/",
                "javascript:alert(1)",
                "https://",
                "https:///x",
                "https://a.example.com\\@evil.example/",
                "https://user@a.example.com/",
                "https://a.example.com/x y",
                "https://a.example.com/x\r\nSet-Cookie: a=b",
                "https://a.example.com:port/",
                "https://a.example.com;script-src/",
                "https://[::1]/"
            })
    void takesOnlyWholeHttpsAddresses(String url) {
        assertThat(Target.of(url)).isEmpty();
    }

    @Test
    void writesTheOriginAsBrowsersDo() {
        assertThat(Target.of("https://A.Example.com:443/x?y=1#z"))
                .contains(new Target("https://a.example.com", "/x?y=1"));
        assertThat(Target.of("https://a.example.com:8443"))
                .contains(new Target("https://a.example.com:8443", "/"));
        assertThat(Target.of("https://a.example.com?q"))
                .contains(new Target("https://a.example.com", "/?q"));
    }

    @Test
    void letsThePathBeginWithOneSlash() {
        assertThat(Target.of("https://a.example.com//evil.example/"))
                .contains(new Target("https://a.example.com", "/evil.example/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "//evil.example",
                "/\\evil.example",
                "/x\\y",
                "https://evil.example/",
                "/x\ny",
                "/x\u0000",
                "/\t/evil.example",
                " /x"
            })
    void staysAtHomeForAnythingButOnePath(String path) {
        assertThat(Target.own(path)).isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/components/a%20b?x=//y", "/enter?to=https%3A%2F%2Fa&state=b"})
    void keepsDeepLinks(String path) {
        assertThat(Target.own(path)).isEqualTo(path);
    }

    @Test
    void seesTheOriginThatASignInLeadsTo() {
        assertThat(Target.behind("/enter?state=s&to=https%3A%2F%2Fa.example.com%2Fx"))
                .map(Target::origin)
                .contains("https://a.example.com");
        assertThat(Target.behind("/enter?to=https%3A%2F%2Fa.example.com%3Bscript-src%2F"))
                .isEmpty();
        assertThat(Target.behind("/enter?to=%zz")).isEmpty();
        assertThat(Target.behind("/components")).isEmpty();
    }
}
