package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

final class SetCookieFilterTest {
    private static final String HOST = "api.example.com";

    @ParameterizedTest
    @CsvSource({
        "a=1; Path=/, a=1; Path=/api",
        "a=1; path = /x ; Secure, a=1; Path=/api/x; Secure",
        "a=1;PATH=/api/x, a=1;PATH=/api/x",
        "a=1; Path=/api, a=1; Path=/api",
        "a=1; Path=/apis, a=1; Path=/api/apis",
        "a=1; Path=/; Path=/y, a=1; Path=/api; Path=/api/y",
        "a=1; Path=x, a=1; Path=x",
        "a=1; Path, a=1; Path",
        "a=Path=/; Secure, a=Path=/; Secure",
        "a=1, a=1",
        "__Host-a=1; Path=/; Secure, __Host-a=1; Path=/; Secure",
    })
    void pathsGetBackAPrefixThatWasStripped(String said, String seen) {
        HttpHeaders headers = new DefaultHttpHeaders().add("Set-Cookie", said);
        SetCookieFilter.apply(headers, HOST, false, "/api");
        assertThat(headers.getAll("Set-Cookie")).containsExactly(seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1",
                "a=1; Path=/; HttpOnly",
                "a=1; Domain=api.example.com",
                "a=1; domain=.API.example.com; Secure",
                "a=Domain=example.com",
                "__Host-other=1; Path=/; Secure",
                "stead=1",
                "a=__Host-Http-stead",
            })
    void keepsCookiesOfTheHostItself(String cookie) {
        assertThat(SetCookieFilter.mayBeSet(cookie, HOST)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1; Domain=example.com",
                "a=1; Domain=.example.com",
                "a=1; Domain=..api.example.com",
                "a=1; Domain=stead.example.com",
                "a=1; Domain=x.api.example.com",
                "a=1; Domain=api.example.com.",
                "a=1; Domain=api.example.com; Domain=example.com",
                "a=1; Domain=example.com; Domain=api.example.com",
                "a=1; Domain=example.com; Domain=",
                "a=1; Domain",
                "a=1; Domain=",
                "a=1;dOmAiN\t=\texample.com",
                "a=1; Domain = example.com ",
                "a=1; Domain=\"api.example.com\"",
                "a=1; Domain=api.example.com:443",
                "a=1; Domain=api.example.com,example.com",
                "a=1; Path=/; x; ; Domain=example.com",
                "a=1\u000b; Domain=api.example.com",
                "a=1; Path=/\u0000; Domain=api.example.com",
                "__Host-Http-stead=1; Path=/; Secure",
                "__host-http-STEAD=1",
                " \t__Host-Http-stead=1",
                "__Host-Http-stead =1",
                "__Host-Http-stead-way=1",
                "__Host-stead=1",
                "__Host-Http-stead",
                "=__Host-Http-stead=1",
                " = __Host-Http-stead=1",
            })
    void dropsWhatReachesFurther(String cookie) {
        assertThat(SetCookieFilter.mayBeSet(cookie, HOST)).isFalse();
    }

    @Test
    void keepsTheOthersInOrder() {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.add("Set-Cookie", List.of("a=1", "b=2; Domain=example.com", "c=3"));
        headers.add("set-cookie", "__Host-Http-stead=x");
        SetCookieFilter.apply(headers, HOST, false, "");
        assertThat(headers.getAll("Set-Cookie")).containsExactly("a=1", "c=3");
    }

    @ParameterizedTest
    @CsvSource({
        "a=1; Path=/; Domain=api.example.com; Secure, a=1; Path=/; Secure",
        "a=1;dOmAiN\t= .API.example.com, a=1",
        "a=Domain=x; HttpOnly, a=Domain=x; HttpOnly",
        "a=1; Domain=api.example.com; Domain=api.example.com;, a=1;",
    })
    void keepsCookiesFromHostsBelowWhereThereAreSome(String cookie, String alone) {
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.add("Set-Cookie", List.of("b=2", cookie));
        SetCookieFilter.apply(headers, HOST, false, "");
        assertThat(headers.getAll("Set-Cookie")).containsExactly("b=2", cookie);
        SetCookieFilter.apply(headers, HOST, true, "");
        assertThat(headers.getAll("Set-Cookie")).containsExactly("b=2", alone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"cookies\"", "\"cache\", \"Cookies\"", "\"*\"", "*"})
    void letsNobodyClearCookiesOfTheWholeDomain(String value) {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.add("Clear-Site-Data", value);
        SetCookieFilter.apply(headers, HOST, false, "");
        assertThat(headers.isEmpty()).isTrue();
    }

    @Test
    void letsAComponentClearItsCache() {
        HttpHeaders headers = DefaultHttpHeadersFactory.headersFactory().newHeaders();
        headers.add("Clear-Site-Data", "\"cache\"");
        SetCookieFilter.apply(headers, HOST, false, "");
        assertThat(headers.get("Clear-Site-Data")).isEqualTo("\"cache\"");
    }
}
