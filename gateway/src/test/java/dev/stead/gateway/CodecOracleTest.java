package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What is right decodes as Netty's own codec decodes it, however it is split; and back again. */
final class CodecOracleTest {
    private static final int ROUNDS = 300;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void requestsDecodeAsTheOracleDecodesThem(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            check(
                    random,
                    new Messages(random).requests(),
                    () -> new HttpRequestDecoder(8192, 65536, 65536),
                    () -> new RequestDecoder(() -> {}));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void repliesDecodeAsTheOracleDecodesThem(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < ROUNDS; i++) {
            check(
                    random,
                    new Messages(random).replies(),
                    () -> new HttpResponseDecoder(8192, 65536, 65536),
                    ReplyDecoder::new);
        }
    }

    private static void check(
            SplittableRandom random,
            String text,
            Supplier<ChannelHandler> oracle,
            Supplier<ChannelHandler> ours) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        List<String> expected = told(decode(oracle.get(), bytes, new int[] {bytes.length}));
        assertThat(told(decode(ours.get(), bytes, new int[] {bytes.length}))).isEqualTo(expected);
        assertThat(told(decode(ours.get(), bytes, new int[] {1}))).isEqualTo(expected);
        int[] steps = {1 + random.nextInt(9), 1 + random.nextInt(200), 1 + random.nextInt(3)};
        List<HttpObject> objects = decode(ours.get(), bytes, steps);
        byte[] again = encode(objects);
        assertThat(told(decode(oracle.get(), again, new int[] {again.length})))
                .as("%s\nwas written as\n%s", text, new String(again, StandardCharsets.ISO_8859_1))
                .isEqualTo(expected);
    }

    private static List<HttpObject> decode(ChannelHandler decoder, byte[] bytes, int[] steps) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        int turn = 0;
        for (int at = 0; at < bytes.length; ) {
            int step = Math.min(steps[turn++ % steps.length], bytes.length - at);
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, step));
            at += step;
        }
        channel.finish();
        List<HttpObject> got = new ArrayList<>();
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            got.add((HttpObject) one);
        }
        return got;
    }

    /** Messages as texts, the parts of a body joined. */
    private static List<String> told(List<HttpObject> objects) {
        List<String> told = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (HttpObject one : objects) {
            assertThat(one.decoderResult().isSuccess())
                    .as(() -> String.valueOf(one.decoderResult().cause()))
                    .isTrue();
            if (one instanceof HttpMessage message) {
                told.add(first(message) + lines(message.headers()));
            }
            if (one instanceof HttpContent content) {
                body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            }
            if (one instanceof LastHttpContent last) {
                told.add(body + lines(last.trailingHeaders()));
                body.setLength(0);
            }
        }
        return told;
    }

    private static String first(HttpMessage message) {
        return message instanceof HttpRequest request
                ? request.method() + " " + request.uri() + " " + request.protocolVersion()
                : message.protocolVersion() + " " + ((HttpResponse) message).status();
    }

    private static String lines(HttpHeaders headers) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> line : headers.entries()) {
            text.append('\n').append(line.getKey()).append('=').append(line.getValue());
        }
        return text.toString();
    }

    private static byte[] encode(List<HttpObject> objects) {
        EmbeddedChannel channel = new EmbeddedChannel(new MessageEncoder(new HeadText()));
        for (HttpObject one : objects) {
            boolean bare = one instanceof HttpContent && !(one instanceof LastHttpContent);
            channel.writeOutbound(bare ? ((HttpContent) one).content() : one);
        }
        channel.finish();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf one = channel.readOutbound(); one != null; one = channel.readOutbound()) {
            all.writeBytes(one);
            one.release();
        }
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    /** Random messages that are right. */
    private record Messages(SplittableRandom random) {
        String requests() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                text.append(pick("GET", "POST", "PUT", "DELETE", "PATCH", "M-SEARCH"));
                text.append(' ').append(pick("/", "/a/b?c=d", "/" + "x".repeat(2000), "*"));
                text.append(" HTTP/1.1\r\nHost: h").append(i).append("\r\n");
                message(text);
            }
            return text.toString();
        }

        String replies() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                text.append("HTTP/1.1 ");
                text.append(pick("200 OK", "404 Not Found", "500 Oh dear", "299 Fine", "201 "));
                text.append("\r\n");
                message(text);
            }
            return text.toString();
        }

        private void message(StringBuilder text) {
            for (int i = random.nextInt(20); i > 0; i--) {
                text.append(pick("X-", "Accept-", "a")).append(random.nextInt(9));
                text.append(':').append(pick("", " ", " ", "\t "));
                text.append(pick("v", "", "two words", "\u00e9\u00ff", "y".repeat(900)));
                text.append(pick("", "", " ")).append("\r\n");
            }
            if (random.nextBoolean()) {
                chunked(text);
            } else {
                String body = "b".repeat(random.nextInt(3) * random.nextInt(6000));
                text.append("Content-Length: ").append(body.length()).append("\r\n\r\n");
                text.append(body);
            }
        }

        private void chunked(StringBuilder text) {
            text.append("Transfer-Encoding: chunked\r\n\r\n");
            for (int i = random.nextInt(4); i > 0; i--) {
                int size = 1 + random.nextInt(pick(20, 9000));
                text.append(pick("", "0")).append(Integer.toHexString(size));
                text.append(pick("", "", ";a=b")).append("\r\n");
                text.append("c".repeat(size)).append("\r\n");
            }
            text.append("0\r\n").append(pick("", "", "X-Sum: 1\r\nX-More: 2\r\n"));
            text.append("\r\n");
        }

        @SafeVarargs
        private <T> T pick(T... choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
