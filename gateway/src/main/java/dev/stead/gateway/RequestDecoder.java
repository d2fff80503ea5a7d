package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.List;

/**
 * Netty's decoder, which also refuses folded header lines (RFC 9112, 5.2) and tells when the first
 * byte of a head has come, so that slow heads can be timed.
 *
 * <p>What follows a request that asks for another protocol is HTTP only if it is refused. So it is
 * held back until that is known ({@link #resume}); when the protocol is switched, it goes to
 * whatever follows in the pipeline as soon as this is removed from it.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final Runnable headBegins;
    private boolean inHead = true;
    private boolean begun;
    private boolean broken;
    private boolean offersSwitch;
    private boolean held;

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
        if (held) {
            return;
        }
        if (inHead && in.isReadable()) {
            boolean first = !begun;
            if (first) {
                begun = true;
                headBegins.run();
            }
            if (isFolded(in, first)) {
                refuse(in, out);
                return;
            }
        }
        super.decode(ctx, in, out);
        for (Object message : out) {
            if (message instanceof LastHttpContent) {
                inHead = true;
                begun = false;
                held = offersSwitch;
            } else if (message instanceof HttpRequest head) {
                inHead = false;
                begun = false;
                offersSwitch = !HopByHop.upgrade(head.headers()).isEmpty();
            }
        }
    }

    /** Everything that was decoded has been answered, and no protocol was switched. */
    void resume(ChannelPipeline pipeline) {
        if (held) {
            held = false;
            ChannelHandlerContext ctx = pipeline.context(this);
            // Not now: this may be called by what was just decoded.
            ctx.executor().execute(() -> decodeRest(ctx));
        }
    }

    private void decodeRest(ChannelHandlerContext ctx) {
        try {
            if (!ctx.isRemoved() && actualReadableBytes() > 0) {
                channelRead(ctx, Unpooled.EMPTY_BUFFER);
                channelReadComplete(ctx);
            }
        } catch (Exception e) {
            ctx.fireExceptionCaught(e);
        }
    }

    private void refuse(ByteBuf in, List<Object> out) {
        broken = true;
        in.skipBytes(in.readableBytes());
        HttpMessage invalid = createInvalidMessage();
        invalid.setDecoderResult(
                DecoderResult.failure(new IllegalArgumentException("folded header line")));
        out.add(invalid);
    }

    /** Whether a line of the head starts with a space; the decoder takes whole lines at a time. */
    private static boolean isFolded(ByteBuf in, boolean first) {
        boolean started = !first;
        int line = in.readerIndex();
        while (line < in.writerIndex()) {
            if (started && isSpace(in.getByte(line))) {
                return true;
            }
            int feed = in.indexOf(line, in.writerIndex(), (byte) '\n');
            if (feed < 0) {
                return false;
            }
            boolean empty = feed == line || (feed == line + 1 && in.getByte(line) == '\r');
            if (empty && started) {
                return false;
            }
            started = !empty;
            line = feed + 1;
        }
        return false;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
