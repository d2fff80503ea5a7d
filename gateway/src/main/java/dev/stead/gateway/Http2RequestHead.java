package dev.stead.gateway;

import static io.netty.handler.codec.http2.Http2Exception.streamError;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Turns the fields of a request into the head that HTTP/1.1 has for it, or refuses them as
 * malformed (RFC 9113, 8.1.1 to 8.3.1), which is an error of the stream. Netty has looked at much
 * of this before; what reaches an instance must not depend on that.
 */
final class Http2RequestHead {
    private static final String METHOD = ":method";
    private static final String SCHEME = ":scheme";
    private static final String PATH = ":path";
    private static final String AUTHORITY = ":authority";

    private final int stream;
    private final HttpHeaders headers =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    private @Nullable CharSequence method;
    private @Nullable CharSequence scheme;
    private @Nullable CharSequence path;
    private @Nullable CharSequence authority;
    private @Nullable CharSequence host;
    private @Nullable CharSequence cookie;
    private @Nullable StringBuilder cookies;

    private Http2RequestHead(int stream) {
        this.stream = stream;
    }

    /**
     * The head of a request.
     *
     * @param bare whether no body follows
     * @throws Http2Exception of the stream when it is malformed
     */
    static HttpRequest of(int stream, Http2Headers fields, boolean bare) throws Http2Exception {
        Http2RequestHead head = new Http2RequestHead(stream);
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            head.take(field.getKey(), field.getValue());
        }
        return head.finish(bare);
    }

    private void take(CharSequence name, CharSequence value) throws Http2Exception {
        if (!Http2Fields.isValue(value)) {
            throw malformed("a forbidden character in a value");
        }
        if (name.length() > 0 && name.charAt(0) == ':') {
            takePseudo(name.toString(), value);
            return;
        }
        if (!Http2Fields.isName(name)) {
            throw malformed("a forbidden character in a name");
        }
        String known = name.toString();
        switch (known) {
            case "host" -> host = once(host, value);
            case "cookie" -> addCookie(value);
            case "te" -> {
                if (!HttpHeaderValues.TRAILERS.contentEqualsIgnoreCase(value)) {
                    throw malformed("te other than trailers");
                }
                headers.add(name, value);
            }
            default -> {
                if (HopByHop.isUnknownToHttp2(AsciiString.of(name))) {
                    throw malformed("a field of the connection");
                }
                headers.add(name, value);
            }
        }
    }

    private void takePseudo(String name, CharSequence value) throws Http2Exception {
        if (!headers.isEmpty() || host != null || cookie != null) {
            throw malformed("a pseudo-header after others");
        }
        switch (name) {
            case METHOD -> method = once(method, value);
            case SCHEME -> scheme = once(scheme, value);
            case PATH -> path = once(path, value);
            case AUTHORITY -> authority = once(authority, value);
            default -> throw malformed("an unknown pseudo-header");
        }
    }

    private CharSequence once(@Nullable CharSequence before, CharSequence value)
            throws Http2Exception {
        if (before != null) {
            throw malformed("a field that may come once came again");
        }
        return value;
    }

    /** Several fields are allowed for the sake of compression, and one is meant (8.2.3). */
    private void addCookie(CharSequence value) {
        CharSequence before = cookie;
        StringBuilder joined = cookies;
        if (before == null) {
            cookie = value;
        } else if (joined == null) {
            cookies = new StringBuilder(before).append("; ").append(value);
        } else {
            joined.append("; ").append(value);
        }
    }

    private HttpRequest finish(boolean bare) throws Http2Exception {
        CharSequence verb = method;
        if (verb == null || !Http2Fields.isToken(verb)) {
            throw malformed("no method, or one that is not a token");
        }
        HttpMethod asked = HttpMethod.valueOf(verb.toString());
        String target = asked.equals(HttpMethod.CONNECT) ? connectTarget() : target();
        name();
        frame(asked, bare);
        CharSequence joined = cookies == null ? cookie : cookies.toString();
        if (joined != null) {
            headers.add(HttpHeaderNames.COOKIE, joined);
        }
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, asked, target, headers);
        check(head);
        return head;
    }

    private String target() throws Http2Exception {
        CharSequence wanted = path;
        if (scheme == null || wanted == null || !Http2Fields.isTarget(wanted)) {
            throw malformed("no scheme, or no path, or one that is none");
        }
        return wanted.toString();
    }

    private String connectTarget() throws Http2Exception {
        if (scheme != null || path != null || authority == null) {
            throw malformed("CONNECT with more than an authority, or without");
        }
        return authority.toString();
    }

    /** What was asked must be the same wherever it is looked for (8.3.1). */
    private void name() throws Http2Exception {
        CharSequence named = authority == null ? host : authority;
        if (named == null) {
            return;
        }
        if (host != null && !host.toString().equalsIgnoreCase(named.toString())) {
            throw malformed("two names of the host");
        }
        headers.add(HttpHeaderNames.HOST, named);
    }

    /** Says where the body ends, as HTTP/1.1 does. */
    private void frame(HttpMethod asked, boolean bare) throws Http2Exception {
        int lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH).size();
        if (lengths > 1) {
            throw malformed("two lengths");
        }
        if (lengths == 1) {
            return;
        }
        if (!bare) {
            headers.add(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (asked.equals(HttpMethod.POST)
                || asked.equals(HttpMethod.PUT)
                || asked.equals(HttpMethod.PATCH)) {
            headers.add(HttpHeaderNames.CONTENT_LENGTH, HttpHeaderValues.ZERO);
        }
    }

    /** What HTTP/1.1 answers with a status is answered with it here too. */
    private void check(HttpRequest head) {
        if (head.uri().length() > GatewaySettings.MAX_LINE) {
            head.setDecoderResult(DecoderResult.failure(new TooLongHttpLineException()));
        } else if (scheme != null && !"https".contentEquals(scheme)) {
            head.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("not https")));
        }
    }

    private Http2Exception malformed(String what) {
        return streamError(stream, Http2Error.PROTOCOL_ERROR, "malformed request: %s", what);
    }
}
