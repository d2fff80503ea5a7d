package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;

/** Targets: the normal form is one, and no program that undoes escapes sees a way out in it. */
final class PathFuzzTest {
    @MethodSource("dev.stead.gateway.Corpus#targets")
    @DictionaryEntries({"/../", "%2e", "%2F", "%5c", ";", "//", "/./", "%25", "?", "%3b"})
    @FuzzTest(maxDuration = "60s")
    void hasOneNormalForm(byte[] bytes) {
        String target = new String(bytes, StandardCharsets.ISO_8859_1);
        RequestPath.parse(target).ifPresent(PathFuzzTest::check);
        PathText.decode(target);
        PathText.undoEscapes(target);
    }

    private static void check(RequestPath path) {
        assertThat(RequestPath.parse(path.target())).contains(path);
        assertThat(path.target()).matches("/[\\x21-\\x7e]*").doesNotContain("#");
        assertThat(path.merged()).startsWith("/").doesNotContain("//");
        for (String prefix : new String[] {"/", "/a", "/a/b"}) {
            if (prefix.equals("/") || path.merged().startsWith(prefix + "/")) {
                assertThat(path.targetWithout(prefix)).startsWith("/");
            }
        }
        String undone = PathText.undoEscapes(path.path()).replace('\\', '/');
        for (String segment : undone.split("/", -1)) {
            assertThat(segment.split(";", 2)[0]).as(path.path()).isNotIn(".", "..");
        }
        assertThat(undone.chars()).noneMatch(c -> c < ' ' || c == 0x7f);
    }
}
