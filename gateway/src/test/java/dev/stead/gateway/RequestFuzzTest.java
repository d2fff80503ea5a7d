package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Bytes of a client through decoder, check and rewriting: nothing is thrown, what goes on is read
 * strictly, and how the bytes are cut makes no difference. Runs the corpus; with {@code
 * JAZZER_FUZZ=1}, and no other fuzz test in the same process, it looks for more.
 */
final class RequestFuzzTest {
    /** A head by the grammar of RFC 9112, written a second time and in another way. */
    private static final Pattern HEAD =
            Pattern.compile(
                    "(\r\n"
                            + "){0,2}[!#$%&'*+.^_`|~0-9A-Za-z-]+ [\\x21-\\x7e\\x80-\\xff]+"
                            + " HTTP/1\\.[01]\r\n"
                            + "([!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7e\\x80-\\xff]*\r\n"
                            + ")*\r\n");

    private static final Pattern LENGTHS =
            Pattern.compile("\r\ncontent-length:[ \t]*([^\r]*?)[ \t]*\r", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENCODINGS =
            Pattern.compile("\r\ntransfer-encoding:", Pattern.CASE_INSENSITIVE);

    @MethodSource("dev.stead.gateway.Corpus#requests")
    @DictionaryEntries({
        "Content-Length: ",
        "Transfer-Encoding: chunked\\x0d\\x0a",
        "Host: localhost\\x0d\\x0a",
        "\\x0d\\x0a\\x0d\\x0a",
        " HTTP/1.1\\x0d\\x0a",
        "Connection: ",
        "Upgrade: ",
        "Expect: 100-continue\\x0d\\x0a",
        "0\\x0d\\x0a\\x0d\\x0a"
    })
    @FuzzTest(maxDuration = "60s")
    void forwardsOnlyWhatIsClear(byte[] bytes) throws IOException {
        Decoded whole = Decoded.of(bytes, Math.max(1, bytes.length));
        for (int step : new int[] {1, 7}) {
            assertThat(Decoded.of(bytes, step)).isEqualTo(whole);
        }
        if (!whole.forwarded().isEmpty()) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            var head = HEAD.matcher(text);
            assertThat(head.lookingAt()).as(text).isTrue();
            var lengths = LENGTHS.matcher(head.group());
            boolean sized = lengths.find();
            assertThat(sized && ENCODINGS.matcher(head.group()).find()).isFalse();
            if (sized) {
                assertThat(lengths.group(1)).matches("[0-9]+");
                assertThat(lengths.find()).isFalse();
            }
        }
    }
}
