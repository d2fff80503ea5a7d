package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Requests that mean different things to different programs must not get past the gateway. */
final class HostileIT {
    private static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    private static final String HOSTILE_LENGTH =
            "Connection: content-length, host\r\nContent-Length: 2\r\n\r\n";
    private static final String LARGE = ("X-A: " + "a".repeat(1000) + "\r\n").repeat(40);
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir static Path folder;
    private static TestGateway gateway;
    private static BackEnd backEnd;

    @BeforeAll
    static void start() throws Exception {
        backEnd = BackEnd.saying("api-1", "ok");
        gateway = new TestGateway(folder).serve(backEnd);
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        backEnd.close();
    }

    @BeforeEach
    void forget() {
        backEnd.requests().clear();
    }

    static Stream<Arguments> heads() throws IOException {
        return Stream.concat(
                cases("hostile-heads.txt"),
                Stream.of(
                        Arguments.of("a long line", path("/" + "a".repeat(9000))),
                        Arguments.of("a large head", path("/").strip() + "\r\n" + LARGE + "\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void refuses(String name, String request) throws Exception {
        try (RawClient client = gateway.connect()) {
            client.send(request + NEXT);
            assertThat(client.read().status()).as(name).isIn(400, 405, 414, 431, 501, 505);
            assertThat(client.closed()).isTrue();
        }
        assertThat(backEnd.requests()).isEmpty();
    }

    static Stream<Arguments> chunks() throws IOException {
        return cases("hostile-chunks.txt");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chunks")
    void refusesBadChunks(String name, String request) throws Exception {
        try (RawClient client = gateway.connect()) {
            client.send(request + NEXT);
            assertThat(client.read().status()).as(name).isEqualTo(400);
            assertThat(client.closed()).isTrue();
        }
        assertThat(backEnd.requests()).noneMatch(head -> head.target().equals("/smuggled"));
    }

    @Test
    void keepsTheLengthThatConnectionNames() throws Exception {
        try (RawClient client = gateway.connect()) {
            RawClient.Reply reply = client.ask(POST + HOSTILE_LENGTH + "hi");
            assertThat(reply.status()).isEqualTo(200);
        }
        assertThat(backEnd.requests().remove().header("Content-Length")).contains("2");
    }

    @Test
    void forwardsTheNormalFormOfPaths() throws Exception {
        try (RawClient client = gateway.connect()) {
            for (String odd :
                    new String[] {"/a/./b/../%63", "/caf\u00c3\u00a9?q=\u00c3", "/a%2Fb//c"}) {
                assertThat(client.get(odd).status()).isEqualTo(200);
            }
        }
        assertThat(backEnd.requests().stream().map(Http.Head::target))
                .containsExactly("/a/c", "/caf%C3%A9?q=%C3", "/a%2Fb//c");
    }

    private static String path(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    private static Stream<Arguments> cases(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(HostileIT.class.getResourceAsStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split(" = ", 2))
                            .map(parts -> Arguments.of(parts[0], unescape(parts[1])))
                            .toList()
                            .stream();
        }
    }

    /** As {@link String#translateEscapes}, and {@code \\u} with four digits. */
    private static String unescape(String text) {
        return Pattern.compile("\\\\u([0-9a-f]{4})")
                .matcher(text)
                .replaceAll(hit -> "" + (char) Integer.parseInt(hit.group(1), 16))
                .translateEscapes();
    }
}
