package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

final class ErrorPageTest {
    private static final ErrorPage.Told TOLD = new ErrorPage.Told("7f", "now", false);

    @ParameterizedTest
    @CsvSource({
        "application/json, true",
        "'application/json, text/plain, */*', true",
        "'application/json, text/html', true",
        "'text/html, application/json', false",
        "*/*, false",
        "'', false",
    })
    void speaksJsonToPrograms(String accept, boolean json) {
        assertThat(ErrorPage.prefersJson(accept)).isEqualTo(json);
    }

    @Test
    void namesTheRequest() {
        for (boolean json : new boolean[] {true, false}) {
            FullHttpResponse page =
                    ErrorPage.of(Page.of(HttpResponseStatus.SERVICE_UNAVAILABLE), TOLD, json);
            assertThat(page.content().toString(StandardCharsets.UTF_8)).contains("7f", "503");
            assertThat(page.headers().get("Retry-After")).isEqualTo("5");
            assertThat(page.headers().get("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void triesAgainByItselfOnlyWhereThatHelpsAndHarmsNothing() {
        ErrorPage.Told reloading = new ErrorPage.Told("7f", "now", true);
        for (int status : new int[] {502, 503, 504}) {
            Page page = Page.of(HttpResponseStatus.valueOf(status));
            assertThat(html(page, reloading)).contains("http-equiv=\"refresh\"", "by itself");
            assertThat(html(page, TOLD)).doesNotContain("refresh").contains("Please try again in");
        }
        for (int status : new int[] {400, 403, 404, 413, 431}) {
            Page page = Page.of(HttpResponseStatus.valueOf(status));
            assertThat(html(page, reloading)).doesNotContain("refresh", "Please try again in");
        }
        Page tooMany = LimitPages.of(Refusal.ADDRESS_REQUESTS, "10.0.0.1", 1_500_000_000L);
        assertThat(html(tooMany, reloading)).contains("in 2 seconds").doesNotContain("refresh");
        assertThat(ErrorPage.of(tooMany, reloading, true).headers().get("Retry-After"))
                .isEqualTo("2");
    }

    private static String html(Page page, ErrorPage.Told told) {
        return ErrorPage.of(page, told, false).content().toString(StandardCharsets.UTF_8);
    }

    @Test
    void allowsItsOwnStyleAndNothingElse() throws Exception {
        FullHttpResponse page = ErrorPage.of(Page.of(HttpResponseStatus.NOT_FOUND), TOLD, false);
        String html = page.content().toString(StandardCharsets.UTF_8);
        String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
        assertThat(page.headers().get("Content-Security-Policy"))
                .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.headers().get("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.headers().get("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.headers().get("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void escapesWhatItNames() {
        Page page =
                new Page(
                        HttpResponseStatus.FORBIDDEN,
                        "<b>",
                        "a\"\\\n'&",
                        Optional.of(new Page.Link("/?a=\"><script>", "on")));
        assertThat(ErrorPage.of(page, TOLD, false).content().toString(StandardCharsets.UTF_8))
                .contains("&lt;b&gt;", "a&quot;", "&#39;&amp;", "/?a=&quot;&gt;&lt;script&gt;");
        assertThat(ErrorPage.of(page, TOLD, true).content().toString(StandardCharsets.UTF_8))
                .contains("a\\u0022\\u005c\\u000a'&");
    }
}
