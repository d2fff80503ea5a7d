package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | h:8443 | https://h:8443 | | false",
                "POST | h:8443 | https://H:8443 | cross-site | false",
                "POST | h:443 | https://h | | false",
                "POST | h | https://h | | false",
                "POST | h:8443 | | | false",
                "POST | h:8443 | | same-origin | false",
                "POST | h:8443 | | none | false",
                "POST | h:8443 | | same-site | true",
                "POST | h:8443 | | cross-site | true",
                "POST | h:8443 | null | | true",
                "POST | h:8443 | null | same-origin | false",
                "POST | h:8443 | null | none | true",
                "POST | h:8443 | null | same-site | true",
                "POST | h:8443 | null | cross-site | true",
                "POST | h:8443 | '' | same-origin | true",
                "POST | h:8443 | '' | | true",
                "POST | h:8443 | https://h:8444 | | true",
                "POST | h:8443 | http://h:8443 | | true",
                "POST | h:8443 | https://stead.h:8443 | | true",
                "POST | h:8443 | https://h:8443.evil.example | | true",
                "PATCH | h | https://evil.example | | true",
                "DELETE | h | https://evil.example | | true",
                "PROPFIND | h | https://evil.example | | true",
                "GET | h | https://evil.example | cross-site | false",
                "HEAD | h | https://evil.example | cross-site | false",
                "OPTIONS | h | https://evil.example | cross-site | false",
            })
    void knowsChangesOfForeignPages(
            String method, String host, String origin, String site, boolean foreign) {
        HttpRequest head = request(method, host);
        if (origin != null) {
            head.headers().set("Origin", origin);
        }
        if (site != null) {
            head.headers().set("Sec-Fetch-Site", site);
        }
        assertThat(OriginCheck.isForeign(head)).isEqualTo(foreign);
    }

    @ParameterizedTest
    @CsvSource({"https://h, false", "https://evil.example, true"})
    void looksAtUpgradesToo(String origin, boolean foreign) {
        HttpRequest head = request("GET", "h");
        head.headers()
                .set("Connection", "Upgrade")
                .set("Upgrade", "websocket")
                .set("Origin", origin);
        assertThat(OriginCheck.isForeign(head)).isEqualTo(foreign);
    }

    @ParameterizedTest
    @CsvSource({"https://h, https://evil.example", "https://evil.example, https://h"})
    void takesSeveralOriginsForForeign(String one, String two) {
        HttpRequest head = request("POST", "h");
        head.headers().add("Origin", one).add("Origin", two);
        assertThat(OriginCheck.isForeign(head)).isTrue();
    }

    @Test
    void takesNoSecondWordOfWhereItComesFrom() {
        HttpRequest head = request("POST", "h");
        head.headers().add("Origin", "null").add("Sec-Fetch-Site", "same-origin");
        assertThat(OriginCheck.isForeign(head)).isFalse();
        head.headers().add("Sec-Fetch-Site", "cross-site");
        assertThat(OriginCheck.isForeign(head)).isTrue();
        head.headers().set("Sec-Fetch-Site", "same-origin").add("Origin", "null");
        assertThat(OriginCheck.isForeign(head)).isTrue();
    }

    private static HttpRequest request(String method, String host) {
        HttpRequest head =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), "/");
        head.headers().set("Host", host);
        return head;
    }
}
