package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.time.Instant;

/** Rules about files that need no file. */
final class SiteRulesTest {
    private static final Instant MODIFIED = Instant.parse("2026-11-20T12:00:00Z");
    private static final SiteFile FILE =
            new SiteFile(Path.of("/x/a.js"), "a.js", 10, MODIFIED, "tag");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.8f3c2a1b.css",
                "index-BxK3a9Zq.js",
                "chunk-0a1b2c3d4e5f.mjs",
                "logo.3f2a9c81.svg"
            })
    void keepsHashedNamesForEver(String name) {
        assertThat(CacheRule.of(name, true)).isEqualTo(CacheRule.IMMUTABLE);
        assertThat(CacheRule.of(name, false)).startsWith("private").endsWith("immutable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "index.html",
                "app.js",
                "jquery-3.7.1.min.js",
                "report-20261120.css",
                "my-document.js",
                "page-8f3c2a1b.html",
                "data.8f3c2a1b.csv",
                "8f3c2a1b.js",
                "photo-IMG_2024.jpg"
            })
    void asksAboutEverythingElse(String name) {
        assertThat(CacheRule.of(name, true)).isEqualTo(CacheRule.ASK);
        assertThat(CacheRule.of(name, false)).isEqualTo(CacheRule.PRIVATE_ASK);
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, true",
        "'br, GZIP;q=0.5', true",
        "*, true",
        "'', false",
        "br, false",
        "gzip;q=0, false",
        "gzip; q=0.000, false",
        "x-gzip, false",
    })
    void readsAcceptEncoding(String header, boolean accepted) {
        assertThat(Encodings.acceptsGzip(header)).isEqualTo(accepted);
    }

    @Test
    void knowsTypesByExtension() {
        assertThat(ContentTypes.of("a.HTML")).isEqualTo("text/html; charset=utf-8");
        assertThat(ContentTypes.of("a.tar.gz")).isEqualTo("application/gzip");
        assertThat(ContentTypes.of("README")).isEqualTo("application/octet-stream");
        assertThat(ContentTypes.isCompressible(ContentTypes.of("a.svg"))).isTrue();
        assertThat(ContentTypes.isCompressible(ContentTypes.of("a.png"))).isFalse();
    }

    @Test
    void comparesTagsBeforeDates() {
        assertThat(unchanged("If-None-Match", "\"tag\"")).isTrue();
        assertThat(unchanged("If-None-Match", "W/\"a\", W/\"tag-gz\"")).isTrue();
        assertThat(unchanged("If-None-Match", "*")).isTrue();
        assertThat(unchanged("If-None-Match", "tag")).isFalse();
        assertThat(unchanged("If-Modified-Since", "Fri, 20 Nov 2026 12:00:00 GMT")).isTrue();
        assertThat(unchanged("If-Modified-Since", "Fri, 20 Nov 2026 11:59:59 GMT")).isFalse();
        assertThat(unchanged("If-Modified-Since", "yesterday")).isFalse();
        HttpHeaders both = headers("If-Modified-Since", "Fri, 20 Nov 2026 12:00:00 GMT");
        both.set("If-None-Match", "\"other\"");
        assertThat(Conditions.isUnchanged(both, FILE)).isFalse();
    }

    @Test
    void allowsPartsOfJustThisContent() {
        assertThat(Conditions.allowsRange(new DefaultHttpHeaders(), FILE)).isTrue();
        assertThat(Conditions.allowsRange(headers("If-Range", "\"tag\""), FILE)).isTrue();
        assertThat(Conditions.allowsRange(headers("If-Range", "W/\"tag\""), FILE)).isFalse();
        assertThat(Conditions.allowsRange(headers("If-Range", "\"tag-gz\""), FILE)).isFalse();
        assertThat(
                        Conditions.allowsRange(
                                headers("If-Range", "Fri, 20 Nov 2026 12:00:00 GMT"), FILE))
                .isTrue();
    }

    private static boolean unchanged(String name, String value) {
        return Conditions.isUnchanged(headers(name, value), FILE);
    }

    private static HttpHeaders headers(String name, String value) {
        return new DefaultHttpHeaders().set(name, value);
    }
}
