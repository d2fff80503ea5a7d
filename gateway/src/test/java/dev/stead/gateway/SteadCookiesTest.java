package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SteadCookiesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "__Host-Http-stead=abc | abc",
                "a=1; __Host-Http-stead=abc; b=2 | abc",
                "a=1;__Host-Http-stead=abc;b=2 | abc",
                "__Host-Http-stead-way=w; __Host-Http-stead=abc | abc",
                "__Host-Http-stead=abc; __Host-Http-stead=abc | ''",
                "__Host-Http-stead=abc; a=1; __Host-Http-stead= | ''",
                "__Host-Http-stead=\"abc\" | ''",
                "__Host-Http-stead=a b | ''",
                "__Host-Http-stead | ''",
                "__Host-Http-stead= | ''",
                "__host-http-stead=abc | ''",
                "x__Host-Http-stead=abc | ''",
                "a=__Host-Http-stead=abc | ''",
                "; ;; | ''",
            })
    void readsTheSession(String header, String secret) {
        assertThat(SteadCookies.of(cookies(header)).session()).isEqualTo(secret);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "__Host-Http-stead-instance-0a=v | v",
                "a=1; __Host-Http-stead-instance-0a=v; b=2 | v",
                "__Host-Http-stead-instance-0b=v | ''",
                "__Host-Http-stead-instance-0a=v; __Host-Http-stead-instance-0a=w | ''",
                "__Host-Http-stead-instance-0a | ''",
                "__Host-Http-stead-instance-0a=a b | ''",
                "; | ''",
            })
    void readsACookieByItsName(String header, String value) {
        assertThat(SteadCookies.value(cookies(header), "__Host-Http-stead-instance-0a"))
                .isEqualTo(value);
    }

    @Test
    void countsSeveralOfOneKindAsNone() {
        HttpHeaders headers = cookies("__Host-Http-stead=abc", "__Host-Http-stead=def");
        assertThat(SteadCookies.of(headers).session()).isEmpty();
    }

    @Test
    void takesNoSecretThatIsTooLong() {
        assertThat(SteadCookies.of(cookies("__Host-Http-stead=" + "x".repeat(129))).session())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1; __Host-Http-stead=abc; b=2 | a=1; b=2",
                "a=1;  b=2 | a=1;  b=2",
                "a=1; __Host-Http-stead-way=w | a=1",
                "__HOST-HTTP-STEAD=x; a=1 | a=1",
                "__Host-stead-old=x; a=1 | a=1",
                "__Host-Http-steadfast=x; a=1 | a=1",
                "a=1;\t__Host-Http-stead=abc | a=1",
                "__Host-other=x | __Host-other=x",
            })
    void takesOutItsOwn(String header, String rest) {
        HttpHeaders headers = cookies(header);
        SteadCookies.takeOut(headers);
        assertThat(headers.getAll("Cookie")).containsExactly(rest);
    }

    @Test
    void leavesNoEmptyHeader() {
        HttpHeaders headers = cookies("__Host-Http-stead=abc", "__Host-Http-stead=def; ");
        SteadCookies.takeOut(headers);
        assertThat(headers.contains("Cookie")).isFalse();
        HttpHeaders several = cookies("a=1", "__Host-Http-stead=abc", "b=2");
        SteadCookies.takeOut(several);
        assertThat(several.getAll("Cookie")).containsExactly("a=1", "b=2");
    }

    private static HttpHeaders cookies(String... headers) {
        HttpHeaders all = new DefaultHttpHeaders();
        for (String header : headers) {
            all.add("Cookie", header);
        }
        return all;
    }
}
