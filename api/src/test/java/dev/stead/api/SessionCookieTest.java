package dev.stead.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

final class SessionCookieTest {
    @Test
    void isFoundAmongOthers() {
        assertThat(SessionCookie.read(List.of("a=1; __Host-Http-stead=secret; b=2")))
                .contains("secret");
        assertThat(SessionCookie.read(List.of("a=1", "__Host-Http-stead=secret")))
                .contains("secret");
    }

    @Test
    void twoCountAsNone() {
        assertThat(
                        SessionCookie.read(
                                List.of("__Host-Http-stead=planted; __Host-Http-stead=secret")))
                .isEmpty();
        assertThat(
                        SessionCookie.read(
                                List.of("__Host-Http-stead=planted", "__Host-Http-stead=secret")))
                .isEmpty();
    }

    @Test
    void namesThatOnlyLookAlikeAreOthers() {
        assertThat(
                        SessionCookie.read(
                                List.of(
                                        "__host-http-stead=a; x__Host-Http-stead=b;"
                                                + " __Host-Http-stead-way=c; =__Host-Http-stead")))
                .isEmpty();
    }

    @Test
    void isSetForThisHostAloneAndOutOfReachOfScripts() {
        assertThat(SessionCookie.set("s"))
                .isEqualTo("__Host-Http-stead=s; Path=/; Secure; HttpOnly; SameSite=Lax");
        assertThat(SessionCookie.clear()).contains("Max-Age=0").doesNotContain("Domain");
    }
}
