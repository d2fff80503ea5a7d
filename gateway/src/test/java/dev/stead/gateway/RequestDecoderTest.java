package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

final class RequestDecoderTest {
    private final AtomicInteger begun = new AtomicInteger();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new RequestDecoder(begun::incrementAndGet));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void findsFoldsHoweverTheBytesCome(int step) {
        String folded = "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nX: 1\r\n\t2\r\n\r\n";
        List<HttpObject> got = decode(folded, step);
        assertThat(got).hasSize(1);
        assertThat(got.getFirst().decoderResult().isFailure()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void takesSpacesInBodiesForWhatTheyAre(int step) {
        String body = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\n\r\na\r\n b\n";
        List<HttpObject> got = decode(body + body, step);
        assertThat(got).allMatch(it -> it.decoderResult().isSuccess());
        assertThat(got.stream().filter(HttpRequest.class::isInstance)).hasSize(2);
        assertThat(begun).hasValue(2);
    }

    @Test
    void tellsWhenAHeadBegins() {
        decode("G", 1);
        assertThat(begun).hasValue(1);
        decode("ET / HTTP/1.1\r\n\r\n", 3);
        assertThat(begun).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1024, 8193, 100_000})
    void takesTheLongestLineHoweverItComes(int step) {
        String target = "/" + "a".repeat(GatewaySettings.MAX_LINE - "GET / HTTP/1.1".length());
        List<HttpObject> got = decode("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n", step);
        assertThat(got).allMatch(it -> it.decoderResult().isSuccess());
        assertThat(decode("GET " + target + "a HTTP/1.1\r\nHost: h\r\n\r\n", step))
                .anyMatch(it -> it.decoderResult().isFailure());
    }

    @Test
    void anEmptyLineBeginsNoHead() {
        RequestDecoder decoder = (RequestDecoder) channel.pipeline().first();
        decode("\r\n", 1);
        assertThat(begun).hasValue(0);
        assertThat(decoder.isInsideHead()).isFalse();
        assertThat(decoder.hasMore()).isTrue();
        decode("G", 1);
        assertThat(begun).hasValue(1);
        assertThat(decoder.isInsideHead()).isTrue();
    }

    @Test
    void nothingOvertakesWhatIsHeld() {
        RequestDecoder decoder = (RequestDecoder) channel.pipeline().first();
        decoder.hold();
        channel.writeInbound(Unpooled.copiedBuffer("GET /1 ", StandardCharsets.US_ASCII));
        decoder.resume(channel.pipeline());
        // It is decoded only when the caller is done; until then more may come.
        List<HttpObject> got = decode("HTTP/1.1\r\nHost: h\r\n\r\n", 100);
        channel.runPendingTasks();
        got.addAll(decode("", 1));
        assertThat(got).hasSize(2);
        assertThat(((HttpRequest) got.getFirst()).uri()).isEqualTo("/1");
    }

    private List<HttpObject> decode(String text, int step) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length; at += step) {
            channel.writeInbound(
                    Unpooled.copiedBuffer(bytes, at, Math.min(step, bytes.length - at)));
        }
        List<HttpObject> got = new ArrayList<>();
        for (Object one = channel.readInbound(); one != null; one = channel.readInbound()) {
            got.add((HttpObject) one);
            ReferenceCountUtil.release(one);
        }
        return got;
    }
}
