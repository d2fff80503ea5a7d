package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.SplittableRandom;

final class RequestPathTest {
    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b, /a/b",
        "/a/./b, /a/b",
        "/a/../b, /b",
        "/a/b/.., /a/",
        "/a/b/., /a/b/",
        "/%61%70i/x, /api/x",
        "/a%2fb, /a%2Fb",
        "/a%20b, /a%20b",
        "/a/%2e%2e/b, /b",
        "/a//b, /a//b",
        "//a/..//b, ///b",
        "/a/.../b, /a/.../b",
        "/a/..b/c, /a/..b/c",
        "/a;x=1/b, /a;x=1/b",
        "/.well-known/x, /.well-known/x",
    })
    void bringsPathsIntoNormalForm(String target, String normal) {
        assertThat(RequestPath.parse(target)).map(RequestPath::target).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "a", "*", "/..", "/a/../..", "/%2e%2e", "/a/..%2fb", "/a/%2e%2e%2fb", "/..;/a",
                "/a/.;x/b", "/%00", "/a%", "/a%1", "/a%g0", "/a\\b", "/a b", "/a#b", "/a\tb",
                "/a?b c", "/a%7f", "/a/x%5c..%5cb", "/a%2f..",
            })
    void refusesWhatIsNotClear(String target) {
        assertThat(RequestPath.parse(target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/x?y, /api, /x?y",
        "/api, /api, /",
        "/api?y, /api, /?y",
        "/api/, /api, /",
        "//api//x, /api, //x",
        "/a/b/c, /a/b, /c",
        "/x, /, /x",
    })
    void removesPrefixes(String target, String prefix, String rest) {
        assertThat(RequestPath.parse(target).orElseThrow().targetWithout(prefix)).isEqualTo(rest);
    }

    @Test
    void mergesSlashesForLookUpOnly() {
        RequestPath path = RequestPath.parse("//a///b/?x//y").orElseThrow();
        assertThat(path.merged()).isEqualTo("/a/b/");
        assertThat(path.target()).isEqualTo("//a///b/?x//y");
    }

    /** Whatever comes: the normal form is stable, and who undoes escapes once finds no way out. */
    @Test
    void normalFormsAreStableAndSafe() {
        SplittableRandom random = new SplittableRandom(11);
        String[] pieces = {
            "/", "/", "..", ".", "%2e", "%2F", "%5c", "a", ";", "%25", "%", "?", "\\"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder target = new StringBuilder("/");
            for (int j = random.nextInt(12); j > 0; j--) {
                target.append(pieces[random.nextInt(pieces.length)]);
            }
            RequestPath.parse(target.toString())
                    .ifPresent(path -> {
                        assertThat(RequestPath.parse(path.target())).contains(path);
                        assertThat(path.path().split("/", -1)).doesNotContain(".", "..");
                        assertThat(PathText.decode(path.path()).orElse("").split("[/\\\\]"))
                                .doesNotContain("..");
                    });
        }
    }
}
