package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Header lines of a client's request that is otherwise good: what an instance gets says who asks
 * once and truly, whatever the client says and names in {@code Connection}.
 */
final class HeadersFuzzTest {
    @MethodSource("dev.stead.gateway.Corpus#headers")
    @DictionaryEntries({
        "Connection: ",
        "X-Stead-User: ",
        "X_Stead_User: ",
        "X-Forwarded-For: ",
        "Cookie: ",
        "__Host-Http-stead=",
        "Upgrade: websocket\\x0d\\x0a",
        "HTTP2-Settings: ",
        "TE: trailers\\x0d\\x0a"
    })
    @FuzzTest(maxDuration = "60s")
    void saysWhoAsksOnceAndTruly(byte[] lines) throws IOException {
        byte[] start = "GET /x HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = new byte[start.length + lines.length + 2];
        System.arraycopy(start, 0, bytes, 0, start.length);
        System.arraycopy(lines, 0, bytes, start.length, lines.length);
        bytes[bytes.length - 2] = '\r';
        bytes[bytes.length - 1] = '\n';
        for (StrictRequest request : Decoded.of(bytes, bytes.length).forwarded()) {
            assertThat(all(request, "x-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(all(request, "x-request-id")).containsExactly("id");
            assertThat(all(request, "cookie"))
                    .noneMatch(it -> it.matches("(.*; *)?__Host-(Http-)?stead[^;]*=.*"));
        }
    }

    private static List<String> all(StrictRequest request, String name) {
        return request.headers().stream()
                .filter(it -> it.startsWith(name + ": "))
                .map(it -> it.substring(name.length() + 2))
                .toList();
    }
}
