package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

/** RFC 9110, 5.6.7. */
final class HttpDatesTest {
    private static final Instant EXAMPLE = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                " Sun, 06 Nov 1994 08:49:37 GMT "
            })
    void readsAllForms(String text) {
        assertThat(HttpDates.parse(text)).contains(EXAMPLE);
    }

    @ParameterizedTest
    @CsvSource({
        "'Friday, 20-Nov-26 00:00:00 GMT', 2026-11-20T00:00:00Z",
        "'Thursday, 01-Jan-70 00:00:00 GMT', 1970-01-01T00:00:00Z",
        "'Tuesday, 31-Dec-69 23:59:59 GMT', 2069-12-31T23:59:59Z",
        "'Thu Nov 26 08:49:37 2026', 2026-11-26T08:49:37Z",
    })
    void readsOldForms(String text, Instant date) {
        assertThat(HttpDates.parse(text)).contains(date);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "yesterday",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Sun Nov 6 08:49:37 1994",
                "1994-11-06T08:49:37Z"
            })
    void readsNothingElse(String text) {
        assertThat(HttpDates.parse(text)).isEmpty();
    }

    @Test
    void writesTheNewForm() {
        assertThat(HttpDates.format(EXAMPLE)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
