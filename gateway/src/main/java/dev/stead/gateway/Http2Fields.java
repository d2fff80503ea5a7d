package dev.stead.gateway;

import static io.netty.handler.codec.http2.Http2Exception.streamError;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;

import java.util.Iterator;
import java.util.Map;

/** Fields of HTTP/2 and those of HTTP/1.1 (RFC 9113, 8.2). */
final class Http2Fields {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private Http2Fields() {}

    /** The final or interim head of a reply. */
    static Http2Headers of(HttpResponse reply) {
        HttpHeaders headers = reply.headers();
        Http2Headers fields = new DefaultHttp2Headers(false, headers.size() + 1);
        fields.status(reply.status().codeAsText());
        return add(fields, headers);
    }

    static Http2Headers ofTrailers(HttpHeaders trailers) {
        return add(new DefaultHttp2Headers(false, trailers.size()), trailers);
    }

    private static Http2Headers add(Http2Headers fields, HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            AsciiString name = AsciiString.of(header.getKey()).toLowerCase();
            if (!HopByHop.isUnknownToHttp2(name)) {
                fields.add(name, header.getValue());
            }
        }
        return fields;
    }

    /**
     * Trailers of a request; those that would change what was said before are left out.
     *
     * @throws Http2Exception of the stream when they are malformed
     */
    static HttpHeaders trailers(int stream, Http2Headers fields) throws Http2Exception {
        HttpHeaders trailers =
                DefaultHttpHeadersFactory.trailersFactory().withValidation(false).newHeaders();
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            if (!isName(field.getKey()) || !isValue(field.getValue())) {
                throw streamError(stream, Http2Error.PROTOCOL_ERROR, "malformed trailers");
            }
            if (!Trailers.isForbidden(field.getKey().toString())) {
                trailers.add(field.getKey(), field.getValue());
            }
        }
        return trailers;
    }

    /** Whether it is a token in lower case. */
    static boolean isName(CharSequence name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return false;
            }
        }
        return isToken(name);
    }

    /** RFC 9110, 5.6.2. */
    static boolean isToken(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || MARKS.indexOf(c) >= 0;
            if (!plain) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** No control character but the tab, no space at either end (RFC 9113, 8.2.1). */
    static boolean isValue(CharSequence value) {
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return length == 0 || (!isSpace(value.charAt(0)) && !isSpace(value.charAt(length - 1)));
    }

    /** A path, or the asterisk of OPTIONS; no space that would end it in HTTP/1.1. */
    static boolean isTarget(CharSequence path) {
        for (int i = 0; i < path.length(); i++) {
            if (isSpace(path.charAt(i))) {
                return false;
            }
        }
        return !path.isEmpty() && (path.charAt(0) == '/' || "*".contentEquals(path));
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
