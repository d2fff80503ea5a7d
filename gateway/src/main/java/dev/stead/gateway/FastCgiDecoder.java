package dev.stead.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Turns records into an answer.
 *
 * <pre>
 * head --blank line--> body --END_REQUEST--> over
 *   '--------garbage, or an end too early--------> over, with a message that says so
 * </pre>
 *
 * The answer's length is what the program says, when it says one: more is cut off, less is a
 * failure, so that what a client takes for the next answer never comes from a program.
 */
final class FastCgiDecoder extends ByteToMessageDecoder {
    private static final int UNTIL_END = 8;

    private final Complaints complaints;
    private final StringBuilder head = new StringBuilder();
    private final byte[] end = new byte[UNTIL_END];
    private State state = State.HEADER;
    private int type;
    private int content;
    private int padding;
    private int endSeen;
    private boolean headDone;
    private boolean bare;
    private boolean over;
    private boolean toHead;
    private long left = Long.MAX_VALUE;
    private boolean sized;
    private boolean heard;

    /** Where in a record. */
    private enum State {
        HEADER,
        CONTENT,
        PADDING
    }

    /**
     * A decoder for one answer.
     *
     * @param complaints gets what the program writes to its error stream, line by line
     */
    FastCgiDecoder(Consumer<String> complaints) {
        this.complaints = new Complaints(complaints);
    }

    /** Whether a byte has come. */
    boolean heard() {
        return heard;
    }

    /** This is asked now; a client that waits for a word gets it from here: CGI knows none. */
    void asked(ChannelHandlerContext ctx, CgiRequest request) {
        toHead = request.method().equals(HttpMethod.HEAD);
        if (request.awaitsWord()) {
            ctx.executor()
                    .execute(() -> {
                        if (!headDone && !over) {
                            ctx.fireChannelRead(
                                    new DefaultHttpResponse(
                                            HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
                            ctx.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
                            ctx.fireChannelReadComplete();
                        }
                    });
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext ctx) {
        complaints.end();
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        heard = true;
        switch (state) {
            case HEADER -> header(in, out);
            case CONTENT -> content(in, out);
            case PADDING -> {
                int skipped = Math.min(padding, in.readableBytes());
                in.skipBytes(skipped);
                padding -= skipped;
                next();
            }
        }
    }

    private void next() {
        state = content > 0 ? State.CONTENT : padding > 0 ? State.PADDING : State.HEADER;
    }

    private void header(ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (in.readableBytes() < FastCgi.HEADER) {
            return;
        }
        int version = in.readUnsignedByte();
        type = in.readUnsignedByte();
        int id = in.readUnsignedShort();
        content = in.readUnsignedShort();
        padding = in.readUnsignedByte();
        in.skipBytes(1);
        boolean known =
                type == FastCgi.STDOUT || type == FastCgi.STDERR || type == FastCgi.END_REQUEST;
        boolean whole = type != FastCgi.END_REQUEST || content == UNTIL_END;
        if (version != FastCgi.VERSION || id != FastCgi.ID || !known || !whole) {
            fail(out, "a record that is none of this answer");
            return;
        }
        next();
    }

    private void content(ByteBuf in, List<Object> out) {
        int length = Math.min(content, in.readableBytes());
        if (length == 0) {
            return;
        }
        content -= length;
        next();
        ByteBuf part = in.readSlice(length);
        switch (type) {
            case FastCgi.STDERR -> complaints.take(part);
            case FastCgi.STDOUT -> output(part, out);
            default -> ending(part, out);
        }
    }

    private void output(ByteBuf part, List<Object> out) {
        if (over) {
            return;
        }
        while (!headDone && part.isReadable()) {
            head.append((char) part.readUnsignedByte());
            if (head.length() > GatewaySettings.MAX_ANSWER_HEAD) {
                fail(out, "a head that is too large");
                return;
            }
            if (CgiHead.isComplete(head)) {
                headDone = true;
                begin(out);
            }
        }
        body(part, out);
    }

    private void begin(List<Object> out) {
        Optional<HttpResponse> reply = CgiHead.parse(head.toString());
        if (reply.isEmpty()) {
            fail(out, "a head that is malformed");
            return;
        }
        HttpResponse answer = reply.get();
        int code = answer.status().code();
        bare = toHead || code == 204 || code == 304;
        long length = CgiHead.length(answer);
        sized = length >= 0 && !bare;
        left = sized ? length : Long.MAX_VALUE;
        if (!sized && !bare) {
            // As with chunks, its end is no guess.
            answer.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        out.add(answer);
    }

    private void body(ByteBuf part, List<Object> out) {
        if (over || bare || !part.isReadable()) {
            return;
        }
        int length = (int) Math.min(left, part.readableBytes());
        left -= sized ? length : 0;
        if (length > 0) {
            out.add(new DefaultHttpContent(part.readRetainedSlice(length)));
        }
    }

    private void ending(ByteBuf part, List<Object> out) {
        while (part.isReadable()) {
            end[endSeen++] = part.readByte();
        }
        if (endSeen < UNTIL_END || over) {
            return;
        }
        int protocolStatus = end[4];
        if (protocolStatus != 0) {
            fail(out, "a refusal of the request");
        } else if (!headDone || (sized && left > 0)) {
            fail(out, "an end that is too early");
        } else {
            over = true;
            out.add(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private void fail(List<Object> out, String what) {
        over = true;
        LastHttpContent failure = new DefaultLastHttpContent();
        failure.setDecoderResult(
                DecoderResult.failure(new IllegalStateException("FastCGI: " + what)));
        out.add(failure);
    }
}
