package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.List;

/**
 * Netty's decoder behind a {@link HeadScan}, which also tells when the first byte of a head has
 * come, so that slow heads can be timed.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final Runnable headBegins;
    private final HeadScan scan = new HeadScan();

    /** Bytes that have been scanned and not been read yet. */
    private int scanned;

    private boolean inHead = true;
    private boolean begun;
    private boolean broken;

    RequestDecoder(Runnable headBegins) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(GatewaySettings.MAX_LINE)
                        .setMaxHeaderSize(GatewaySettings.MAX_HEAD)
                        .setMaxChunkSize(64 * 1024)
                        .setInitialBufferSize(256));
        this.headBegins = headBegins;
    }

    /** Whether a part of a head has come, and not all of it. */
    boolean isInsideHead() {
        return begun;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out)
            throws Exception {
        if (broken) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (inHead && in.isReadable() && !isHead(in)) {
            refuse(in, out);
            return;
        }
        int unread = in.readableBytes();
        super.decode(ctx, in, out);
        scanned = Math.max(0, scanned - (unread - in.readableBytes()));
        for (Object message : out) {
            if (message instanceof LastHttpContent) {
                inHead = true;
                begun = false;
                scanned = 0;
                scan.restart();
            } else if (message instanceof HttpRequest) {
                inHead = false;
                begun = false;
            }
        }
    }

    /** Whether the bytes at hand, as far as they belong to the head, may be in one. */
    private boolean isHead(ByteBuf in) {
        if (!begun) {
            begun = true;
            headBegins.run();
        }
        int at = in.readerIndex() + scanned;
        while (at < in.writerIndex() && !scan.isDone()) {
            if (!scan.accept(in.getUnsignedByte(at))) {
                return false;
            }
            at++;
        }
        scanned = at - in.readerIndex();
        return true;
    }

    private void refuse(ByteBuf in, List<Object> out) {
        broken = true;
        in.skipBytes(in.readableBytes());
        HttpMessage invalid = createInvalidMessage();
        invalid.setDecoderResult(DecoderResult.failure(scan.failure()));
        out.add(invalid);
    }
}
