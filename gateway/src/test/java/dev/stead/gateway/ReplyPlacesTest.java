package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

final class ReplyPlacesTest {
    private static final List<Upstream> INSTANCES =
            List.of(
                    new Upstream(
                            new Upstream.Place(
                                    "api-1",
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 4001)),
                            new Component("api", () -> 0),
                            "",
                            () -> {}));
    private static final ReplyPlaces STRIPPED =
            new ReplyPlaces("shop.example.com:8443", "/api", INSTANCES);
    private static final ReplyPlaces WHOLE =
            new ReplyPlaces("shop.example.com:8443", "", INSTANCES);

    @ParameterizedTest
    @CsvSource({
        "/, /api/",
        "/x?y=/z#w, /api/x?y=/z#w",
        "/apis, /api/apis",
        "/api, /api",
        "/api/x, /api/x",
        "/api?x, /api?x",
        "/x//y, /api/x//y",
        "x/y, x/y",
        "?q=1, ?q=1",
        "'', ''",
        "https://shop.example.com:8443, https://shop.example.com:8443/api",
        "https://shop.example.com:8443/, https://shop.example.com:8443/api/",
        "HTTPS://SHOP.example.com:8443/x, https://shop.example.com:8443/api/x",
        "http://shop.example.com:8443/x, https://shop.example.com:8443/api/x",
        "//shop.example.com:8443/x, https://shop.example.com:8443/api/x",
        "https://shop.example.com:8443/api/x, https://shop.example.com:8443/api/x",
        "https://shop.example.com:8443?x, https://shop.example.com:8443/api?x",
        "https://shop.example.com/x, https://shop.example.com/x",
        "https://shop.example.com:8443.evil.org/x, https://shop.example.com:8443.evil.org/x",
        "https://me@shop.example.com:8443/x, https://me@shop.example.com:8443/x",
        "//cdn.example.com/x, //cdn.example.com/x",
        "ftp://shop.example.com:8443/x, ftp://shop.example.com:8443/x",
        "mailto:a@b, mailto:a@b",
    })
    void aStrippedPrefixIsPutBack(String said, String seen) {
        assertThat(STRIPPED.visible(said)).isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource({
        "/x, /x",
        "https://shop.example.com:8443/x, https://shop.example.com:8443/x",
        "http://127.0.0.1:4001, https://shop.example.com:8443",
        "http://127.0.0.1:4001/x?y, https://shop.example.com:8443/x?y",
        "http://LOCALHOST:4001/x, https://shop.example.com:8443/x",
        "http://[::1]:4001/x, https://shop.example.com:8443/x",
        "http://0.0.0.0:4001/x, https://shop.example.com:8443/x",
        "http://127.0.0.1:4002/x, http://127.0.0.1:4002/x",
        "http://127.0.0.1/x, http://127.0.0.1/x",
        "https://127.0.0.1:4001/x, https://127.0.0.1:4001/x",
        "http://127.0.0.1:4001@evil.org/x, http://127.0.0.1:4001@evil.org/x",
    })
    void theInstancesOwnAddressIsNeverShown(String said, String seen) {
        assertThat(WHOLE.visible(said)).isEqualTo(seen);
    }

    @Test
    void theInstancesOwnAddressGetsThePrefixToo() {
        assertThat(STRIPPED.visible("http://127.0.0.1:4001/x"))
                .isEqualTo("https://shop.example.com:8443/api/x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Location | /x | /api/x",
                "Content-Location | /x | /api/x",
                "Refresh | 5; url=/x | 5; url=/api/x",
                "Refresh | 0;URL=http://127.0.0.1:4001/ | 0;URL=https://shop.example.com:8443/api/",
                "Refresh | 5; url='/x' | 5; url='/x'",
                "Refresh | 5 | 5",
                "Link | </a.css>; rel=preload, <b.js>; rel=preload | </api/a.css>; rel=preload,"
                        + " <b.js>; rel=preload",
                "Link | </a>; title=\"</b>\" | </api/a>; title=\"</b>\"",
                "Link | </a | </a",
                "X-Path | /x | /x",
            })
    void rewritesTheHeadersThatNamePlaces(String name, String said, String seen) {
        HttpHeaders headers = new DefaultHttpHeaders().set(name, said);
        STRIPPED.apply(headers);
        assertThat(headers.getAll(name)).containsExactly(seen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<", "\"", "<>", "a<b\"c>d", ">>", "/", "//", "://", "http://", "http:"})
    void leavesWhatIsMeaninglessMeaningless(String said) {
        HttpHeaders headers =
                new DefaultHttpHeaders()
                        .set("Location", said)
                        .set("Link", said)
                        .set("Refresh", said);
        WHOLE.apply(headers);
        assertThat(headers.get("Location")).isEqualTo(said);
        assertThat(headers.get("Link")).isEqualTo(said);
        assertThat(headers.get("Refresh")).isEqualTo(said);
    }

    @Test
    void severalLinksStaySeveral() {
        HttpHeaders headers = new DefaultHttpHeaders().add("Link", "</a>").add("Link", "</b>");
        STRIPPED.apply(headers);
        assertThat(headers.getAll("Link")).containsExactly("</api/a>", "</api/b>");
    }
}
