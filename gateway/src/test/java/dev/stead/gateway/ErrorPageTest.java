package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

final class ErrorPageTest {
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
                    ErrorPage.of(Page.of(HttpResponseStatus.SERVICE_UNAVAILABLE), "7f", json);
            assertThat(page.content().toString(StandardCharsets.UTF_8)).contains("7f", "503");
            assertThat(page.headers().get("Retry-After")).isEqualTo("5");
            assertThat(page.headers().get("Cache-Control")).isEqualTo("no-store");
        }
    }
}
