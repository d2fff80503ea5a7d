package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestHeadersTest {
    private final HttpRequest request =
            new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Stead-User",
                "x-STEAD-groups",
                "X_Stead_User",
                "X-Stead_User",
                "X-Forwarded-For",
                "X-Forwarded-Anything",
                "Forwarded",
                "X-Real-IP",
                "Proxy",
                "Any_Thing",
                "X.Stead.User",
                "X+Stead+User",
                "x~stead-groups",
                "Any.Thing",
                "Keep-Alive",
                "Proxy-Connection",
                "HTTP2-Settings"
            })
    void removesWhatAClientMayNotSay(String name) {
        request.headers().set(name, "forged");
        rewrite("");
        assertThat(request.headers().entries()).noneMatch(it -> it.getValue().equals("forged"));
    }

    @Test
    void removesWhatConnectionNamesButNoFraming() {
        request.headers()
                .set("Connection", "X-A , content-length,HOST")
                .set("X-A", "1")
                .set("Content-Length", "2")
                .set("Host", "h");
        rewrite("");
        assertThat(request.headers().contains("X-A")).isFalse();
        assertThat(request.headers().contains("Connection")).isFalse();
        assertThat(request.headers().get("Content-Length")).isEqualTo("2");
        assertThat(request.headers().get("Host")).isEqualTo("h");
    }

    @Test
    void saysWhoAsksWhere() {
        request.headers().set("Host", "H:1").set("X-Request-Id", "mine");
        rewrite("/api");
        assertThat(request.headers().get("X-Forwarded-For")).isEqualTo("192.0.2.1");
        assertThat(request.headers().get("X-Forwarded-Proto")).isEqualTo("https");
        assertThat(request.headers().get("X-Forwarded-Host")).isEqualTo("H:1");
        assertThat(request.headers().get("X-Forwarded-Port")).isEqualTo("8443");
        assertThat(request.headers().get("X-Forwarded-Prefix")).isEqualTo("/api");
        assertThat(request.headers().getAll("Forwarded"))
                .containsExactly("for=192.0.2.1;host=\"H:1\";proto=https");
        assertThat(request.headers().getAll("X-Request-Id")).containsExactly("id");
        assertThat(request.protocolVersion()).isEqualTo(HttpVersion.HTTP_1_1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2001:db8::1 | h.example | true | for=\"[2001:db8::1]\";host=h.example;proto=https",
                "192.0.2.1 | [::1]:8443 | true | for=192.0.2.1;host=\"[::1]:8443\";proto=https",
                "192.0.2.1 | `` | false | for=192.0.2.1;proto=http",
            })
    void saysItTheStandardWayToo(String address, String host, boolean tls, String forwarded) {
        if (!host.isEmpty()) {
            request.headers().set("Host", host);
        }
        request.headers().add("Forwarded", "for=6.6.6.6").add("forwarded", "for=7.7.7.7");
        RequestHeaders.rewrite(request, new Peer(address, 1, tls), "id", "", Identity.NOBODY);
        assertThat(request.headers().getAll("Forwarded")).containsExactly(forwarded);
    }

    @Test
    void keepsAnUpgradeThatIsNotHttp() {
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        request.headers().set("Connection", "keep-alive, Upgrade").set("Upgrade", "websocket");
        rewrite("");
        assertThat(request.headers().get("Connection")).isEqualToIgnoringCase("upgrade");
        assertThat(request.headers().get("Upgrade")).isEqualTo("websocket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2c", "HTTP/2.0", "TLS/1.0", "websocket, h2c"})
    void dropsUpgradesToOtherHttp(String protocol) {
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        request.headers().set("Connection", "Upgrade").set("Upgrade", protocol);
        rewrite("");
        assertThat(request.headers().contains("Upgrade")).isFalse();
        assertThat(request.headers().contains("Connection")).isFalse();
    }

    @Test
    void dropsAnUpgradeThatConnectionDoesNotName() {
        request.headers().set("Upgrade", "websocket");
        rewrite("");
        assertThat(request.headers().contains("Upgrade")).isFalse();
    }

    @Test
    void asksForTrailersWhenTheClientDoes() {
        request.headers().set("TE", "gzip, trailers").set("Connection", "TE");
        rewrite("");
        assertThat(request.headers().get("TE")).isEqualTo("trailers");
    }

    private void rewrite(String prefix) {
        RequestHeaders.rewrite(
                request, new Peer("192.0.2.1", 8443, true), "id", prefix, Identity.NOBODY);
    }
}
