package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Directives as they are written, well or badly. */
final class CacheControlTest {
    private static CacheControl parse(String... lines) {
        return CacheControl.parse(List.of(lines));
    }

    @Test
    void namesHaveNoCaseAndLinesAreOne() {
        CacheControl said = parse("Public ,MAX-AGE=7", "x, , no-cache");
        assertThat(said.has("public")).isTrue();
        assertThat(said.has("no-cache")).isTrue();
        assertThat(said.seconds("max-age")).hasValue(7);
        assertThat(said.has("no-store")).isFalse();
    }

    @Test
    void commasInQuotesEndNothing() {
        CacheControl said = parse("no-cache=\"a, private, \\\" no-store\", max-age=\"9\"");
        assertThat(said.has("private")).isFalse();
        assertThat(said.has("no-store")).isFalse();
        assertThat(said.has("no-cache")).isTrue();
        assertThat(said.seconds("max-age")).hasValue(9);
    }

    @Test
    void theShortestOfSeveralTimesHolds() {
        assertThat(parse("max-age=9, max-age=4", "max-age=6").seconds("max-age")).hasValue(4);
        assertThat(parse("max-age=9, max-age=x").seconds("max-age")).hasValue(0);
    }

    @Test
    void whatIsNoTimeIsNoneAndWhatIsHugeIsTheLongest() {
        for (String bad : new String[] {"-1", "1.5", "", "x", "\"", "+3"}) {
            assertThat(parse("max-age=" + bad).seconds("max-age")).as(bad).hasValue(0);
        }
        assertThat(parse("max-age=99999999999999999999").seconds("max-age")).hasValue(1L << 31);
        assertThat(parse("public").seconds("max-age")).isEmpty();
    }

    @Test
    void theTargetedFieldCountsUnlessItCannotBeRead() {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("CDN-Cache-Control", "max-age=60, no-cache=?0");
        assertThat(CacheControl.ofReply(headers).has("no-store")).isFalse();
        assertThat(CacheControl.ofReply(headers).has("no-cache")).isFalse();
        for (String bad : new String[] {"Max-Age=60", "max-age=60,,x", "max-age=", "", "a b"}) {
            headers.set("CDN-Cache-Control", bad);
            boolean lenient = bad.contains(",,");
            assertThat(CacheControl.ofReply(headers).has("no-store")).as(bad).isEqualTo(!lenient);
        }
    }
}
