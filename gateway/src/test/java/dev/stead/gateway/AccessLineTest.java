package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.stead.base.Json;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

final class AccessLineTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-21T13:56:38.007Z"));
    private static final HiddenNames HIDDEN = new HiddenNames(List.of("Pin", "line1", "f[X]"));

    private final AccessLine line = new AccessLine(CLOCK);

    @Test
    void saysWhatHappened() {
        Tally tally = new Tally(request("/a/b?x=1"), 5_000_000);
        tally.reached("api");
        tally.asked("api-1", 6_000_000);
        tally.answered(8_500_000);
        tally.by("änn \"x\"");
        tally.replied(200);
        tally.received(12);
        tally.sent(3_456);
        JsonNode json = write(tally, 17_345_678);
        assertThat(json.get("time").asString()).isEqualTo("2026-11-21T13:56:38.007Z");
        assertThat(json.get("id").asString()).isEqualTo("7f");
        assertThat(json.get("address").asString()).isEqualTo("10.0.0.1");
        assertThat(json.get("account").asString()).isEqualTo("änn \"x\"");
        assertThat(json.get("method").asString()).isEqualTo("GET");
        assertThat(json.get("host").asString()).isEqualTo("h.example");
        assertThat(json.get("path").asString()).isEqualTo("/a/b?x=1");
        assertThat(json.get("protocol").asString()).isEqualTo("HTTP/1.1");
        assertThat(json.get("status").asInt()).isEqualTo(200);
        assertThat(json.get("in").asLong()).isEqualTo(12);
        assertThat(json.get("out").asLong()).isEqualTo(3_456);
        assertThat(json.get("ms").asDouble()).isEqualTo(12.345);
        assertThat(json.get("component").asString()).isEqualTo("api");
        assertThat(json.get("instance").asString()).isEqualTo("api-1");
        assertThat(json.get("tries").asInt()).isEqualTo(1);
        assertThat(json.get("answerMs").asDouble()).isEqualTo(2.5);
        assertThat(json.has("refusal")).isFalse();
        assertThat(json.has("cut")).isFalse();
    }

    @Test
    void escapesWhateverAHeaderHolds() {
        StringBuilder everything = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            everything.append(c == '=' ? '.' : c);
        }
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
        request.headers().set("Host", "h");
        Tally tally = new Tally(request, 0);
        tally.refused(everything.toString());
        LineBuffer written = line.of(tally, "7f", "a", 0, HIDDEN);
        for (int i = 0; i < written.length() - 1; i++) {
            assertThat(written.bytes()[i]).isBetween((byte) ' ', (byte) '~');
        }
        assertThat(parse(written).get("refusal").asString()).isEqualTo(everything.toString());
    }

    @Test
    void boundsWhatClientsWrite() {
        HttpRequest request = request("/" + "\"".repeat(5_000));
        request.headers().set("User-Agent", "u".repeat(5_000));
        request.headers().set("Referer", "https://r/" + "r".repeat(5_000));
        Tally tally = new Tally(request, 0);
        LineBuffer written = line.of(tally, "7f", "a", 0, HIDDEN);
        assertThat(parse(written).get("agent").asString()).hasSize(256);
        assertThat(parse(written).get("referer").asString()).hasSize(256);
        assertThat(parse(written).get("path").asString()).hasSize(2_048);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a?x=1&token=S3CRET&y=2 /a?x=1&token=*&y=2",
                "/a?code=S3CRET /a?code=*",
                "/a?TOKEN=S3CRET;x /a?TOKEN=*",
                "/a?access_token=S3/CRET?x&b=1 /a?access_token=*&b=1",
                "/a?user[password]=S3CRET /a?user[password]=*",
                "/a?apiKey=S3CRET /a?apiKey=*",
                "/a?X-Amz-Signature=S3CRET&d=e /a?X-Amz-Signature=*&d=e",
                "/a?%74oken=S3CRET&b=c /a?%74oken=*&b=c",
                "/a?to%6ben=S3CRET /a?to%6ben=*",
                "/a?token%5B%5D=S3CRET /a?token%5B%5D=*",
                "/a?password2=S3CRET /a?password2=*",
                "/a?pin=S3CRET /a?pin=*",
                "/a?token=S3CRET&token=S3CRET /a?token=*&token=*",
                "/a?to=%2Fb%3Ftoken%3DS3CRET%26c%3Dd&e=f /a?to=%2Fb%3Ftoken%3D*%26c%3Dd&e=f",
                "/a;token=S3CRET/b?c=d /a;token=*/b?c=d",
                "/a;b=c;key=S3CRET?d=e /a;b=c;key=*?d=e",
                "https://ann:S3CRET@h/a?b=c https://h/a?b=c",
                "/a?b=%&token=S3CRET%2 /a?b=%&token=*",
                "/token/code?page=1&keyword=x /token/code?page=1&keyword=x",
                "/app;jsessionid=S3CRET.node0/x?a=b /app;jsessionid=*/x?a=b",
                "/app;JSESSIONID=S3CRET /app;JSESSIONID=*",
                "/a?PHPSESSID=S3CRET&b=c /a?PHPSESSID=*&b=c",
                "/a?sid=S3CRET /a?sid=*",
                "/a?connect.sid=S3CRET /a?connect.sid=*",
                "/a?session_id=S3CRET /a?session_id=*",
                "/a?sessionId=S3CRET /a?sessionId=*",
                "/a?session%5Fid=S3CRET /a?session%5Fid=*",
                "/cas?ticket=ST-1-S3CRET&a=b /cas?ticket=*&a=b",
                "/saml?SAMLResponse=S3CRET&RelayState=x /saml?SAMLResponse=*&RelayState=x",
                "/saml?SAMLart=S3CRET /saml?SAMLart=*",
                "/a?b=c=d==e&x==y /a?b=c=d==e&x==y",
                "/a?line1=S3CRET&line2=x /a?line1=*&line2=x",
                "/a?f[x]=S3CRET&f%5Bx%5D=S3CRET&g[x]=y /a?f[x]=*&f%5Bx%5D=*&g[x]=y",
                "/a?x=y=token=S3CRET /a?x=y=token=*",
                "/a?token%=S3CRET&%=%&%4=b /a?token%=*&%=%&%4=b",
            })
    void hidesValuesOfNamedKeys(String target, String written) {
        assertThat(write(new Tally(request(target), 0), 0).get("path").asString())
                .isEqualTo(written)
                .doesNotContain("S3CRET");
    }

    @Test
    void hidesThemInOtherPlacesToo() {
        HttpRequest request = request("/");
        request.headers().set("User-Agent", "bot/1 (token=S3CRET; api_key=\"S3CRET\") x=y");
        request.headers().set("Referer", "https://u:S3CRET@h/p;token=S3CRET?code=S3CRET#S3CRET");
        request.headers().set("Cookie", "a=S3CRET");
        request.headers().set("Authorization", "Bearer S3CRET");
        request.headers().set("X-Stead-Token", "S3CRET");
        JsonNode json = write(new Tally(request, 0), 0);
        assertThat(json.toString()).doesNotContain("S3CRET");
        assertThat(json.get("referer").asString()).isEqualTo("https://h/p;token=*");
        assertThat(json.get("agent").asString()).contains("bot/1 (token=*;").endsWith("x=y");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x token=\"S3 CRET, S3CRET\" y=z | x token=* y=z",
                "x token='S3 CRET' y=z | x token=* y=z",
                "x token=\"S3\\\" CRET\" y=z | x token=* y=z",
                "x token=\"S3 CRET y=z | x token=*",
                "x token='S3 \" CRET'; y=z | x token=*; y=z",
                "x token=S3CRET\" y=z | x token=*\" y=z",
            })
    void hidesAValueInQuotesToItsEnd(String agent, String written) {
        HttpRequest request = request("/");
        request.headers().set("User-Agent", agent);
        assertThat(write(new Tally(request, 0), 0).get("agent").asString()).isEqualTo(written);
    }

    @Test
    void hidesSessionsInReferersToo() {
        HttpRequest request = request("/");
        request.headers().set("Referer", "https://h/app;jsessionid=S3CRET/x;PHPSESSID=S3CRET?a=b");
        assertThat(write(new Tally(request, 0), 0).get("referer").asString())
                .isEqualTo("https://h/app;jsessionid=*/x;PHPSESSID=*");
    }

    /** What is done again for each of these characters takes hours. */
    @ParameterizedTest
    @ValueSource(strings = {"%41=", "=", "a=", "%3D", "%=", "token%5B=%", "x=\"", "1=("})
    void isDoneSoonWhateverAClientWrites(String part) {
        int count = 1 << 18;
        String beginning = "/?" + "%41".repeat(count / 4);
        String target = beginning + part.repeat(count);
        LineBuffer written = new LineBuffer();
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    HIDDEN.target(target, target.length(), written);
                    HIDDEN.text(target, target.length(), written);
                    HIDDEN.address(target, target.length(), written);
                });
        assertThat(written.length()).isGreaterThan(count);
    }

    private static HttpRequest request(String target) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
        request.headers().set("Host", "h.example");
        return request;
    }

    private JsonNode write(Tally tally, long now) {
        return parse(line.of(tally, "7f", "10.0.0.1", now, HIDDEN));
    }

    private static JsonNode parse(LineBuffer line) {
        String text = new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII);
        assertThat(text).endsWith("}\n").hasLineCount(1);
        return new Json().tree(text);
    }
}
