package dev.stead.gateway;

import dev.stead.gateway.RequestCheck.Outcome;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comes of bytes in decoder, check and rewriting: whole requests in the form in which an
 * instance gets them, read strictly, then perhaps the status that ends the connection.
 */
record Decoded(List<StrictRequest> forwarded, String end) {
    /** Decodes bytes that come in parts of this size. */
    static Decoded of(byte[] bytes, int step) throws IOException {
        EmbeddedChannel in = new EmbeddedChannel(new RequestDecoder(() -> {}));
        EmbeddedChannel out = new EmbeddedChannel(new HttpRequestEncoder());
        try {
            for (int at = 0; at < bytes.length; at += step) {
                in.writeInbound(
                        Unpooled.copiedBuffer(bytes, at, Math.min(step, bytes.length - at)));
            }
            String end = "";
            for (Object one = in.readInbound();
                    one != null && end.isEmpty();
                    one = in.readInbound()) {
                end = forward(one, out);
            }
            return new Decoded(read(out), end);
        } finally {
            in.finishAndReleaseAll();
            out.finishAndReleaseAll();
        }
    }

    private static String forward(Object one, EmbeddedChannel out) {
        if (one instanceof HttpRequest head) {
            return forwardHead(head, out);
        }
        HttpContent content = (HttpContent) one;
        if (content.decoderResult().isFailure()) {
            content.release();
            return "bad body";
        }
        if (content instanceof LastHttpContent last) {
            RequestHeaders.removeForged(last.trailingHeaders());
            Trailers.clean(last.trailingHeaders());
        }
        out.writeOutbound(content);
        return "";
    }

    private static String forwardHead(HttpRequest head, EmbeddedChannel out) {
        return switch (RequestCheck.check(head)) {
            case Outcome.Bad(HttpResponseStatus status) -> status.toString();
            case Outcome.Fine fine -> {
                head.setUri(fine.path().target());
                SteadCookies.takeOut(head.headers());
                Peer peer = new Peer("127.0.0.1", 443, true);
                RequestHeaders.rewrite(head, peer, "id", "", Identity.NOBODY);
                out.writeOutbound(head);
                yield "";
            }
        };
    }

    /** Those that are whole. */
    private static List<StrictRequest> read(EmbeddedChannel out) throws IOException {
        StringBuilder bytes = new StringBuilder();
        for (Object one = out.readOutbound(); one != null; one = out.readOutbound()) {
            if (one instanceof ByteBuf part) {
                bytes.append(part.toString(StandardCharsets.ISO_8859_1));
            }
            ReferenceCountUtil.release(one);
        }
        var in = new ByteArrayInputStream(bytes.toString().getBytes(StandardCharsets.ISO_8859_1));
        List<StrictRequest> whole = new ArrayList<>();
        try {
            for (Optional<StrictRequest> one = StrictRequest.read(in);
                    one.isPresent();
                    one = StrictRequest.read(in)) {
                whole.add(one.get());
            }
            return whole;
        } catch (EOFException e) {
            return whole; // the last one has not ended
        }
    }
}
