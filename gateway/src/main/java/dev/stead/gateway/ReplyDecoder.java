package dev.stead.gateway;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Decodes replies of instances; takes lines that end with a line feed alone, as simple programs
 * write them.
 */
final class ReplyDecoder extends MessageDecoder {
    private static final HeadBytes.Rules RULES =
            new HeadBytes.Rules(
                    true,
                    GatewaySettings.MAX_LINE,
                    GatewaySettings.MAX_ANSWER_HEAD,
                    GatewaySettings.MAX_HEADERS,
                    HeadBytes.Version.FIRST,
                    false);
    private static final int CODE = 9;

    private boolean answersHead;

    ReplyDecoder() {
        super(RULES);
    }

    /** Whether the next reply answers HEAD, so that it has no body. */
    void nextAnswersHead(boolean answersHead) {
        this.answersHead = answersHead;
        listen();
    }

    @Override
    HttpMessage invalid() {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_0, HttpResponseStatus.BAD_GATEWAY);
    }

    /** {@code version SP code SP reason}, the last two parts of which may be missing. */
    @Override
    HttpMessage message(HeadBytes head) throws HeadBytes.BadHead {
        byte[] bytes = head.bytes();
        int begin = head.firstBegin();
        int end = head.firstEnd();
        if (end < begin + CODE + 3 || bytes[begin + CODE - 1] != ' ') {
            throw new HeadBytes.BadHead("the status line is not one");
        }
        HttpVersion version = StartLine.version(bytes, begin, begin + CODE - 1);
        int code = 0;
        for (int i = begin + CODE; i < begin + CODE + 3; i++) {
            if (!StartLine.isDigit(bytes[i])) {
                throw new HeadBytes.BadHead("the status is not a number");
            }
            code = 10 * code + bytes[i] - '0';
        }
        int rest = begin + CODE + 3;
        if (code < 100 || (rest < end && bytes[rest] != ' ')) {
            throw new HeadBytes.BadHead("the status is not one");
        }
        HttpHeaders headers = new HeadLines(head.headers());
        return new DefaultHttpResponse(
                version, StartLine.status(code, bytes, Math.min(rest + 1, end), end), headers);
    }

    @Override
    Body body(HttpMessage message) throws HeadBytes.BadHead {
        HttpHeaders headers = message.headers();
        HttpResponseStatus status = ((HttpResponse) message).status();
        long length = Lengths.of(headers);
        if (status.codeClass() == HttpStatusClass.INFORMATIONAL
                || status.equals(HttpResponseStatus.NO_CONTENT)) {
            // Neither may be there (RFC 9110, 8.6; RFC 9112, 6.1).
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            return new Body.None();
        }
        if (answersHead || status.equals(HttpResponseStatus.NOT_MODIFIED)) {
            withoutEncoding(headers);
            return new Body.None();
        }
        if (Lengths.isEncoded(headers)) {
            return encoded(message);
        }
        if (length < 0) {
            return new Body.UntilClose();
        }
        return length == 0 ? new Body.None() : new Body.Length(length);
    }

    /** Says how long the body would be, if it is clear; how it would be sent is our own matter. */
    private static void withoutEncoding(HttpHeaders headers) {
        if (Lengths.isEncoded(headers)) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
    }

    /**
     * With a length too it is read as chunked and its connection not used again (RFC 9112, 6.1).
     */
    private static Body encoded(HttpMessage message) throws HeadBytes.BadHead {
        HttpHeaders headers = message.headers();
        if (!Lengths.isChunked(headers)) {
            throw new HeadBytes.BadHead("an encoding that is not chunked");
        }
        if (!message.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw new HeadBytes.BadHead("an encoding of an old version");
        }
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            headers.remove(HttpHeaderNames.CONTENT_LENGTH);
            // Beside what may be there, as that names other headers that must go.
            headers.add(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        return new Body.Chunked();
    }
}
