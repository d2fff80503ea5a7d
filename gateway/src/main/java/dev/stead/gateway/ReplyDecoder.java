package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;

import java.util.List;

/** Netty's decoder, told when a reply answers HEAD. */
final class ReplyDecoder extends HttpResponseDecoder {
    private boolean head;
    private boolean heard;

    ReplyDecoder() {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(GatewaySettings.MAX_LINE)
                        .setMaxHeaderSize(GatewaySettings.MAX_ANSWER_HEAD)
                        .setMaxChunkSize(64 * 1024)
                        .setStrictLineParsing(false)
                        .setInitialBufferSize(256));
    }

    void nextAnswersHead(boolean head) {
        this.head = head;
        this.heard = false;
    }

    /** Whether a byte of the next reply has come, even if it makes no whole line. */
    boolean heard() {
        return heard;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out)
            throws Exception {
        heard |= bytes.isReadable();
        super.decode(context, bytes, out);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage reply) {
        return head
                || (reply instanceof HttpResponse response
                        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL)
                || super.isContentAlwaysEmpty(reply);
    }

    /** Such a reply is read as chunked, and its connection is not used again (RFC 9112, 6.1). */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage reply) {
        clearContentLength();
        reply.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        HttpUtil.setKeepAlive(reply, false);
    }
}
