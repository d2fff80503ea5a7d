package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class FastCgiCodecTest {
    private static final Script SCRIPT =
            new Script(
                    Path.of("/web"), Path.of("/web/a/caf\u00e9.php"), "/a/caf\u00e9.php", "/more");

    private final List<String> complaints = new ArrayList<>();

    /** What came of an answer. */
    private static final class Answer {
        private final StringBuilder text = new StringBuilder();
        private boolean failed;
        private boolean ended;

        String text() {
            return text.toString();
        }
    }

    private EmbeddedChannel channel(HttpRequest head) {
        FastCgiDecoder decoder = new FastCgiDecoder(complaints::add);
        EmbeddedChannel channel = new EmbeddedChannel(decoder, new FastCgiEncoder(decoder));
        channel.writeOutbound(
                new CgiRequest(
                        head, SCRIPT, "/shop", "shop.test", new Peer("192.0.2.7", 443, true)));
        return channel;
    }

    private static HttpRequest head(HttpMethod method) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/shop/a?x=1");
    }

    private Answer read(HttpMethod method, int piece, ByteBuf... records) {
        EmbeddedChannel channel = channel(head(method));
        ByteBuf all = Unpooled.wrappedBuffer(records);
        while (all.isReadable()) {
            channel.writeInbound(all.readBytes(Math.min(piece, all.readableBytes())));
        }
        all.release();
        Answer answer = new Answer();
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            take(part, answer);
        }
        channel.finishAndReleaseAll();
        return answer;
    }

    private static void take(HttpObject part, Answer answer) {
        answer.failed |= part.decoderResult().isFailure();
        if (part instanceof HttpResponse head) {
            answer.text.append(head.status().code()).append('|');
            head.headers().forEach(h -> answer.text.append(h.getKey() + "=" + h.getValue() + "|"));
        }
        if (part instanceof HttpContent content) {
            answer.text.append(content.content().toString(StandardCharsets.US_ASCII));
            answer.ended |= part instanceof LastHttpContent && !answer.failed;
            content.release();
        }
    }

    private static ByteBuf record(int type, int id, int padding, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf record = Unpooled.buffer();
        record.writeByte(1).writeByte(type).writeShort(id).writeShort(bytes.length);
        record.writeByte(padding).writeByte(0);
        return record.writeBytes(bytes).writeZero(padding);
    }

    private static ByteBuf output(String text) {
        return record(FastCgi.STDOUT, 1, text.length() % 8, text);
    }

    private static ByteBuf end() {
        return record(FastCgi.END_REQUEST, 1, 0, "\0\0\0\0\0\0\0\0");
    }

    @Test
    void readsAnswersCutAnywhere() {
        for (int piece = 1; piece < 200; piece++) {
            Answer answer =
                    read(
                            HttpMethod.GET,
                            piece,
                            output("Status: 404 Not Found\r\nX-A: b\r"),
                            record(FastCgi.STDERR, 1, 3, "PHP message"),
                            output("\nContent-Type: text/plain\r\n\r\nhel"),
                            output("lo"),
                            output(""),
                            end());
            assertThat(answer.text())
                    .isEqualTo(
                            "404|X-A=b|Content-Type=text/plain|connection=close|"
                                    + "transfer-encoding=chunked|hello");
            assertThat(answer.ended).isTrue();
        }
        assertThat(String.join("", complaints)).startsWith("PHP messagePHP message");
    }

    /** Records end wherever they are full, also inside a character. */
    @Test
    void putsComplaintsTogetherToLines() {
        read(
                HttpMethod.GET,
                999,
                record(FastCgi.STDERR, 1, 0, "one li"),
                record(FastCgi.STDERR, 1, 0, "ne: caf\u00c3"),
                output("A: b\n\n"),
                record(FastCgi.STDERR, 1, 0, "\u00a9\n\nanother\n" + "x".repeat(60_000)),
                record(FastCgi.STDERR, 1, 0, "y".repeat(60_000) + "\nthe last"),
                end());
        assertThat(complaints).hasSize(4);
        assertThat(complaints.get(0)).isEqualTo("one line: caf\u00e9");
        assertThat(complaints.get(1)).isEqualTo("another");
        assertThat(complaints.get(2)).matches("x{1001,9999}");
        assertThat(complaints.get(3)).isEqualTo("the last");
    }

    @Test
    void takesTheStatusFromTheLocation() {
        assertThat(read(HttpMethod.GET, 999, output("Location: /x\n\n"), end()).text())
                .startsWith("302|Location=/x");
        assertThat(read(HttpMethod.GET, 999, output("Status: 201\nLocation: /x\n\n"), end()).text())
                .startsWith("201|");
    }

    @Test
    void holdsProgramsToTheirLength() {
        ByteBuf head = output("Content-Length: 3\r\n\r\n");
        Answer more = read(HttpMethod.GET, 7, head.copy(), output("abcdef"), end());
        assertThat(more.text()).endsWith("|abc");
        assertThat(more.ended).isTrue();
        Answer less = read(HttpMethod.GET, 7, head, output("ab"), end());
        assertThat(less.failed).isTrue();
        assertThat(less.ended).isFalse();
    }

    @Test
    void dropsBodiesWhereNoneMayBe() {
        assertThat(read(HttpMethod.HEAD, 9, output("Content-Length: 9\n\nabc"), end()).text())
                .isEqualTo("200|Content-Length=9|connection=close|");
        assertThat(read(HttpMethod.GET, 9, output("Status: 304\n\nabc"), end()).text())
                .isEqualTo("304|connection=close|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon\r\n\r\n",
                ": x\r\n\r\n",
                "A b: c\r\n\r\n",
                "Status: 101 Switching\r\n\r\n",
                "Status: 1000\r\n\r\n",
                "Status: abc\r\n\r\n",
                "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "Content-Length: -1\r\n\r\n",
                "X: a\0b\r\n\r\n",
                "no end",
            })
    void failsOnMalformedHeads(String text) {
        Answer answer = read(HttpMethod.GET, 5, output(text), end());
        assertThat(answer.failed).isTrue();
        assertThat(answer.text()).doesNotContain("101").isEmpty();
    }

    @Test
    void failsOnGarbage() {
        assertThat(read(HttpMethod.GET, 3, output("A: b\n\n"), record(6, 2, 0, "x")).failed)
                .isTrue();
        assertThat(read(HttpMethod.GET, 3, record(9, 1, 0, "x")).failed).isTrue();
        assertThat(read(HttpMethod.GET, 3, record(3, 1, 0, "short")).failed).isTrue();
        ByteBuf http = Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\n\r\n", StandardCharsets.US_ASCII);
        assertThat(read(HttpMethod.GET, 3, http).failed).isTrue();
        assertThat(read(HttpMethod.GET, 64, record(3, 1, 0, "\0\0\0\0\2\0\0\0")).failed).isTrue();
        assertThat(
                        read(
                                        HttpMethod.GET,
                                        999,
                                        output("A: " + "b".repeat(65_000)),
                                        output("b".repeat(999)))
                                .failed)
                .isTrue();
    }

    @Test
    void asksWithVariables() {
        HttpRequest head = head(HttpMethod.POST);
        head.headers()
                .add("Content-Length", "5")
                .add("Content-Type", "text/plain")
                .add("Cookie", "a=1")
                .add("Cookie", "b=2")
                .add("Accept", "x")
                .add("Accept", "y")
                .add("Proxy", "evil")
                .add("X_Forged", "evil")
                .add("X-Real", "yes")
                .add("X-Long", "n".repeat(70_000));
        EmbeddedChannel channel = channel(head);
        channel.writeOutbound(
                new DefaultHttpContent(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII)),
                LastHttpContent.EMPTY_LAST_CONTENT);
        Map<String, String> variables = new LinkedHashMap<>();
        assertThat(sent(channel, variables)).isEqualTo("hello");
        assertThat(variables)
                .containsEntry("SCRIPT_FILENAME", "/web/a/caf\u00e9.php")
                .containsEntry("SCRIPT_NAME", "/shop/a/caf\u00e9.php")
                .containsEntry("PATH_INFO", "/more")
                .containsEntry("DOCUMENT_ROOT", "/web")
                .containsEntry("REQUEST_URI", "/shop/a?x=1")
                .containsEntry("QUERY_STRING", "x=1")
                .containsEntry("REQUEST_METHOD", "POST")
                .containsEntry("CONTENT_LENGTH", "5")
                .containsEntry("CONTENT_TYPE", "text/plain")
                .containsEntry("REMOTE_ADDR", "192.0.2.7")
                .containsEntry("SERVER_NAME", "shop.test")
                .containsEntry("SERVER_PORT", "443")
                .containsEntry("HTTPS", "on")
                .containsEntry("REDIRECT_STATUS", "200")
                .containsEntry("HTTP_COOKIE", "a=1; b=2")
                .containsEntry("HTTP_ACCEPT", "x, y")
                .containsEntry("HTTP_X_REAL", "yes")
                .containsEntry("HTTP_X_LONG", "n".repeat(70_000))
                .doesNotContainKeys(
                        "HTTP_PROXY", "HTTP_X_FORGED", "HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE");
    }

    /** The body; what the records of variables hold goes into the map. */
    private static String sent(EmbeddedChannel channel, Map<String, String> variables) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        ByteBuf params = Unpooled.buffer();
        StringBuilder body = new StringBuilder();
        int type = 0;
        int length = 0;
        while (all.isReadable()) {
            assertThat(all.readByte()).isEqualTo((byte) 1);
            type = all.readByte();
            assertThat(all.readShort()).isEqualTo((short) 1);
            length = all.readUnsignedShort();
            int padding = all.readUnsignedByte();
            all.skipBytes(1);
            ByteBuf content = all.readSlice(length);
            all.skipBytes(padding);
            switch (type) {
                case FastCgi.PARAMS -> params.writeBytes(content);
                case FastCgi.STDIN -> body.append(content.toString(StandardCharsets.US_ASCII));
                default -> assertThat(type).isEqualTo(FastCgi.BEGIN_REQUEST);
            }
        }
        assertThat(type).isEqualTo(FastCgi.STDIN);
        assertThat(length).isZero();
        while (params.isReadable()) {
            int name = length(params);
            int value = length(params);
            String key = params.readString(name, StandardCharsets.UTF_8);
            variables.put(key, params.readString(value, StandardCharsets.UTF_8));
        }
        return body.toString();
    }

    private static int length(ByteBuf params) {
        int first = params.getByte(params.readerIndex());
        return first >= 0 ? params.readByte() : params.readInt() & Integer.MAX_VALUE;
    }
}
