package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Cookies both ways: Stead's own neither reach a component nor are set by one. */
final class CookieFuzzTest {
    @ValueSource(
            strings = {
                "a=b",
                "__Host-Http-stead=x",
                "a=b; __Host-Http-stead=x; c=d",
                "__host-http-stead-way=x;a",
                "=__Host-Http-stead=x",
                " ;;=; __Host-stead = y",
                "a=\"b; __Host-Http-stead=x\"",
                "a=b; Domain=localhost; Path=/; Secure",
                "a=b; domain=.localhost; domain=other"
            })
    @DictionaryEntries({"__Host-Http-stead", "__Host-stead", "; ", "=", "Domain=", "\\x09"})
    @FuzzTest(maxDuration = "60s")
    void keepsWhatIsOurs(@NotNull String text) {
        StringBuilder value = new StringBuilder();
        text.chars()
                .filter(c -> (c >= ' ' && c < 0x7f) || c == '\t')
                .forEach(c -> value.append((char) c));
        HttpHeaders request = new DefaultHttpHeaders();
        request.add(HttpHeaderNames.COOKIE, value.toString().strip());
        SteadCookies.of(request);
        SteadCookies.takeOut(request);
        List<String> left = request.getAll(HttpHeaderNames.COOKIE);
        for (String header : left) {
            for (String cookie : header.split(";", -1)) {
                assertThat(isOwn(cookie)).as(header).isFalse();
            }
        }
        HttpHeaders reply = new DefaultHttpHeaders();
        reply.add(HttpHeaderNames.SET_COOKIE, value.toString().strip());
        SetCookieFilter.apply(reply, "localhost", true, "");
        for (String cookie : reply.getAll(HttpHeaderNames.SET_COOKIE)) {
            assertThat(isOwn(cookie)).as(cookie).isFalse();
        }
    }

    private static boolean isOwn(String cookie) {
        String name = cookie.split("=", 2)[0].strip();
        return name.equalsIgnoreCase(SteadCookies.SESSION)
                || name.equalsIgnoreCase(SteadCookies.WAY);
    }
}
