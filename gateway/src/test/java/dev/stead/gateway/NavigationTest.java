package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who goes to another page, and what an engine takes of pages of other origins. */
final class NavigationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | navigate | document | none | text/html | true",
                "GET | navigate | document | cross-site | | true",
                "HEAD | navigate | document | same-origin | | true",
                "POST | navigate | document | same-origin | text/html | false",
                "GET | navigate | iframe | same-site | text/html | false",
                "GET | navigate | | same-site | text/html | false",
                "GET | nested-navigate | document | same-site | text/html | false",
                "GET | cors | empty | same-origin | text/html | false",
                "GET | no-cors | script | same-origin | */* | false",
                "GET | | document | | text/html | false",
                "GET | | | same-origin | text/html | false",
                "GET | | | | text/html,*/* | true",
                "HEAD | | | | text/html | true",
                "POST | | | | text/html | false",
                "GET | | | | application/json | false",
                "GET | | | | | false",
            })
    void isOfAWholeWindow(
            String method, String mode, String dest, String site, String accept, boolean is) {
        HttpRequest head = request(method, mode, dest, site);
        set(head, "Accept", accept);
        assertThat(Navigation.isOfWindow(head)).isEqualTo(is);
        head.headers().set("Connection", "Upgrade").set("Upgrade", "websocket");
        assertThat(Navigation.isOfWindow(head)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET | navigate | document | none | false",
                "GET | navigate | document | same-site | false",
                "GET | navigate | document | cross-site | false",
                "HEAD | navigate | document | cross-site | false",
                "GET | cors | empty | same-origin | false",
                "GET | no-cors | image | same-origin | false",
                "GET | no-cors | image | none | false",
                "GET | no-cors | image | same-site | true",
                "GET | no-cors | script | same-site | true",
                "GET | cors | empty | cross-site | true",
                "GET | navigate | iframe | same-site | true",
                "GET | navigate | embed | same-site | true",
                "GET | navigate | object | cross-site | true",
                "GET | navigate | iframe | same-origin | false",
                "OPTIONS | cors | empty | same-site | true",
                "POST | navigate | document | same-site | true",
                "POST | cors | empty | same-origin | false",
                "GET | websocket | websocket | same-site | true",
                "GET | | | same-site | true",
                "GET | | | | false",
                "POST | | | | false",
            })
    void isAllThatAnEngineTakesOfOthers(
            String method, String mode, String dest, String site, boolean foreign) {
        assertThat(OriginCheck.isForeignToEngine(request(method, mode, dest, site)))
                .isEqualTo(foreign);
    }

    @ParameterizedTest
    @CsvSource({"https://h, false", "https://evil.example, true", "null, true"})
    void leavesUpgradesWithoutTheHeadersToTheOrigin(String origin, boolean foreign) {
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        set(head, "Origin", origin);
        set(head, "Host", "h");
        set(head, "Connection", "Upgrade");
        set(head, "Upgrade", "websocket");
        assertThat(OriginCheck.isForeignToEngine(head)).isEqualTo(foreign);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, cors, empty, false",
        "HEAD, cors, empty, false",
        "OPTIONS, cors, empty, false",
        "GET, navigate, iframe, false",
        "GET, navigate, document, true",
        "POST, cors, empty, true",
        "PROPFIND, cors, empty, true",
    })
    void isWorkAsChangesAre(String method, String mode, String dest, boolean work) {
        assertThat(EngineMeter.isWork(request(method, mode, dest, "same-origin"))).isEqualTo(work);
    }

    private static HttpRequest request(String method, String mode, String dest, String site) {
        HttpRequest head =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), "/");
        set(head, "Sec-Fetch-Mode", mode);
        set(head, "Sec-Fetch-Dest", dest);
        set(head, "Sec-Fetch-Site", site);
        return head;
    }

    private static void set(HttpRequest head, String name, String value) {
        if (value != null) {
            head.headers().set(name, value);
        }
    }
}
