package dev.stead.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/** What replies without a body, or with two lengths, may say about it. */
final class ReplyDecoderTest {
    private static final String LENGTH = "Content-Length: 5\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private final ReplyDecoder decoder = new ReplyDecoder();
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    private HttpResponse decode(boolean answersHead, String status, String headers) {
        decoder.nextAnswersHead(answersHead);
        channel.writeInbound(
                Unpooled.copiedBuffer(
                        "HTTP/1.1 " + status + " X\r\n" + headers + "\r\n",
                        StandardCharsets.US_ASCII));
        return channel.readInbound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"204", "103"})
    void someNeverSayHowLongTheyAre(String status) {
        HttpHeaders headers = decode(false, status, LENGTH + CHUNKED + "X-A: 1\r\n").headers();
        assertThat(headers.names()).containsExactly("X-A");
        LastHttpContent end = channel.readInbound();
        assertThat(end.content().isReadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "304"})
    void someSayHowLongTheyWouldBe(String status) {
        boolean head = status.equals("200");
        assertThat(decode(head, status, LENGTH).headers().get("content-length")).isEqualTo("5");
        ReferenceCountUtil.release(channel.readInbound());
        assertThat(decode(head, status, CHUNKED).headers().names()).isEmpty();
        ReferenceCountUtil.release(channel.readInbound());
        assertThat(decode(head, status, CHUNKED + LENGTH).headers().names()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "204", "304"})
    void noneHasTwoLengths(String status) {
        HttpResponse reply = decode(true, status, LENGTH + "Content-Length: 6\r\n");
        assertThat(reply.decoderResult().isFailure()).isTrue();
    }

    @Test
    void aLengthBesideAnEncodingHidesNoHeaderOfTheConnection() {
        HttpResponse reply =
                decode(false, "200", LENGTH + CHUNKED + "Connection: X-A\r\nX-A: secret\r\n");
        assertThat(HttpUtil.isKeepAlive(reply)).isFalse();
        ReplyHeaders.rewrite(reply, false);
        assertThat(reply.headers().names()).containsExactly("transfer-encoding");
    }
}
