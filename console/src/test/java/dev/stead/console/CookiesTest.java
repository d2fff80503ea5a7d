package dev.stead.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

final class CookiesTest {
    @Test
    void findsTheOneCookie() {
        assertThat(Cookies.only(List.of("a=b; __Host-Http-stead=x; c=d"), Cookies.SESSION))
                .isEqualTo("x");
    }

    @Test
    void twoCookiesCountAsNone() {
        assertThat(
                        Cookies.only(
                                List.of("__Host-Http-stead=x; __Host-Http-stead=y"),
                                Cookies.SESSION))
                .isEmpty();
        assertThat(
                        Cookies.only(
                                List.of("__Host-Http-stead=x", "__Host-Http-stead=y"),
                                Cookies.SESSION))
                .isEmpty();
    }

    @Test
    void anotherNameIsAnotherCookie() {
        assertThat(
                        Cookies.only(
                                List.of("__Host-Http-stead-way=x; __host-http-stead=y"),
                                Cookies.SESSION))
                .isEmpty();
    }

    @Test
    void noValueAddsAttributes() {
        assertThatThrownBy(() -> Cookies.set(Cookies.SESSION, "x; Domain=example.com"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Cookies.set(Cookies.SESSION, "x-_A1"))
                .isEqualTo("__Host-Http-stead=x-_A1; Path=/; Secure; HttpOnly; SameSite=Lax");
    }
}
