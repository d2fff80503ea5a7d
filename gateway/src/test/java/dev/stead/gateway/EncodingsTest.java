package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

final class EncodingsTest {
    private static final Form PLAIN = Form.plain(Path.of("/x/a.js"), 1000, "tag");
    private static final SiteFile FILE =
            SiteFile.of(
                    "a.js",
                    Instant.EPOCH,
                    PLAIN,
                    List.of(
                            Form.packed(Path.of("/y/a.js.br"), 300, Coding.BROTLI, "tag"),
                            Form.packed(Path.of("/y/a.js.zst"), 320, Coding.ZSTD, "tag"),
                            Form.packed(Path.of("/y/a.js.gz"), 350, Coding.GZIP, "tag")));

    @ParameterizedTest
    @CsvSource({
        "'', \"tag\"",
        "'gzip, deflate, br, zstd', \"tag-br\"",
        "'gzip, zstd', \"tag-zst\"",
        "gzip, \"tag-gz\"",
        "X-GZIP, \"tag-gz\"",
        "'br;q=0.5, gzip', \"tag-gz\"",
        "'br;q=0.5, gzip;q=0.501', \"tag-gz\"",
        "'br;q=0, zstd; q=0.000, gzip ; Q=0.001', \"tag-gz\"",
        "*, \"tag-br\"",
        "'*, br;q=0', \"tag-zst\"",
        "'*;q=0', \"tag\"",
        "'gzip;q=0, *;q=0', \"tag\"",
        "identity, \"tag\"",
        "'identity, gzip;q=0.5', \"tag\"",
        "'identity;q=0.5, gzip', \"tag-gz\"",
        "'identity;q=0, gzip;q=0.1', \"tag-gz\"",
        "deflate, \"tag\"",
        "'br;q=2', \"tag\"",
        "'br;q=x', \"tag\"",
        "'br;level=1', \"tag\"",
        "',,br,', \"tag-br\"",
    })
    void choosesWhatIsWantedMost(String header, String tag) {
        assertThat(FILE.choose(Encodings.parse(header)).etag()).isEqualTo(tag);
    }

    @Test
    void sendsThePlainFormWhenNothingElseIsThere() {
        SiteFile bare = SiteFile.of("a.js", Instant.EPOCH, PLAIN, List.of());
        assertThat(bare.choose(Encodings.parse("br, gzip, identity;q=0"))).isEqualTo(PLAIN);
    }

    @Test
    void takesNoNewerCodingForGzip() {
        assertThat(Encodings.parse("br").accepts(Coding.GZIP)).isFalse();
        assertThat(Encodings.parse("br, gzip;q=0.1").accepts(Coding.GZIP)).isTrue();
        assertThat(Encodings.parse("gzip;q=0.1, identity").accepts(Coding.GZIP)).isFalse();
    }
}
