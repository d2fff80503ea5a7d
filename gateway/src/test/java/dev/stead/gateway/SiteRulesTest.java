package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.gateway.Conditions.Outcome;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

/** Rules about files that need no file. */
final class SiteRulesTest {
    private static final Instant MODIFIED = Instant.parse("2026-11-20T12:00:00Z");
    private static final String SAME = "Fri, 20 Nov 2026 12:00:00 GMT";
    private static final String BEFORE = "Fri, 20 Nov 2026 11:59:59 GMT";
    private static final String AFTER = "Fri, 20 Nov 2026 12:00:01 GMT";
    private static final Conditions ONLY = new Conditions("\"tag\"", MODIFIED, false);
    private static final Conditions ONE_OF_SEVERAL = new Conditions("\"tag\"", MODIFIED, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.8f3c2a1b.css",
                "index-BxK3a9Zq.js",
                "chunk-0a1b2c3d4e5f.mjs",
                "logo.3f2a9c81.svg",
                "app.3f9a2c1b.js",
                "index-BsXl2k9d.css"
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
                "photo-IMG_2024.jpg",
                "photo-Image001.png",
                "menu-cafe2024.jpg",
                "widget-Version10.js",
                "album-HolidayPhoto2023.jpg",
                "lib-20261120T120000.js",
                "avatar-3f2504e0-4f89-11d3-9a0c-0305e82c3301.png"
            })
    void asksAboutEverythingElse(String name) {
        assertThat(CacheRule.of(name, true)).isEqualTo(CacheRule.ASK);
        assertThat(CacheRule.of(name, false)).isEqualTo(CacheRule.PRIVATE_ASK);
    }

    @Test
    void knowsTypesByExtension() {
        assertThat(ContentTypes.of("a.HTML")).isEqualTo("text/html; charset=utf-8");
        assertThat(ContentTypes.of("a.tar.gz")).isEqualTo("application/gzip");
        assertThat(ContentTypes.of("README")).isEqualTo("application/octet-stream");
        assertThat(ContentTypes.of("js")).isEqualTo("application/octet-stream");
        assertThat(ContentTypes.isCompressible(ContentTypes.of("a.svg"))).isTrue();
        assertThat(ContentTypes.isCompressible(ContentTypes.of("a.png"))).isFalse();
    }

    @Test
    void comparesTagsBeforeDates() {
        assertThat(check("If-None-Match", "\"tag\"")).isEqualTo(Outcome.UNCHANGED);
        assertThat(check("If-None-Match", "W/\"a\", W/\"tag\"")).isEqualTo(Outcome.UNCHANGED);
        assertThat(check("If-None-Match", "*")).isEqualTo(Outcome.UNCHANGED);
        assertThat(check("If-None-Match", "tag")).isEqualTo(Outcome.SEND);
        assertThat(check("If-None-Match", "\"tag-gz\"")).isEqualTo(Outcome.SEND);
        assertThat(check("If-Modified-Since", SAME)).isEqualTo(Outcome.UNCHANGED);
        assertThat(check("If-Modified-Since", BEFORE)).isEqualTo(Outcome.SEND);
        assertThat(check("If-Modified-Since", "yesterday")).isEqualTo(Outcome.SEND);
        assertThat(check("If-Modified-Since", AFTER)).isEqualTo(Outcome.SEND);
        HttpHeaders both = headers("If-Modified-Since", SAME).set("If-None-Match", "\"other\"");
        assertThat(ONLY.check(both)).isEqualTo(Outcome.SEND);
    }

    @Test
    void looksFirstAtWhatMustHold() {
        assertThat(check("If-Match", "\"tag\"")).isEqualTo(Outcome.SEND);
        assertThat(check("If-Match", "*")).isEqualTo(Outcome.SEND);
        assertThat(check("If-Match", "\"other\", \"tag\"")).isEqualTo(Outcome.SEND);
        assertThat(check("If-Match", "W/\"tag\"")).isEqualTo(Outcome.FAILED);
        assertThat(check("If-Match", "\"other\"")).isEqualTo(Outcome.FAILED);
        assertThat(check("If-Unmodified-Since", SAME)).isEqualTo(Outcome.SEND);
        assertThat(check("If-Unmodified-Since", BEFORE)).isEqualTo(Outcome.FAILED);
        HttpHeaders tagFirst = headers("If-Unmodified-Since", BEFORE).set("If-Match", "\"tag\"");
        assertThat(ONLY.check(tagFirst)).isEqualTo(Outcome.SEND);
        HttpHeaders failed = headers("If-Match", "\"other\"").set("If-None-Match", "\"tag\"");
        assertThat(ONLY.check(failed)).isEqualTo(Outcome.FAILED);
        HttpHeaders known = headers("If-Match", "\"tag\"").set("If-None-Match", "\"tag\"");
        assertThat(ONLY.check(known)).isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void allowsPartsOfJustThisContent() {
        assertThat(ONLY.allowsRange(new DefaultHttpHeaders())).isTrue();
        assertThat(ONLY.allowsRange(headers("If-Range", "\"tag\""))).isTrue();
        assertThat(ONLY.allowsRange(headers("If-Range", "W/\"tag\""))).isFalse();
        assertThat(ONLY.allowsRange(headers("If-Range", "\"tag-gz\""))).isFalse();
        assertThat(ONLY.allowsRange(headers("If-Range", SAME))).isTrue();
        assertThat(ONLY.allowsRange(headers("If-Range", BEFORE))).isFalse();
        assertThat(ONE_OF_SEVERAL.allowsRange(headers("If-Range", SAME))).isFalse();
    }

    private static Outcome check(String name, String value) {
        return ONLY.check(headers(name, value));
    }

    private static HttpHeaders headers(String name, String value) {
        return new DefaultHttpHeaders().set(name, value);
    }
}
