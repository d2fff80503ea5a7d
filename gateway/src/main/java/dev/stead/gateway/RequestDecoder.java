package dev.stead.gateway;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

import java.nio.charset.StandardCharsets;

/**
 * Decodes requests, strictly: what two programs might read in different ways is refused. Tells when
 * the first byte of a head has come, so that slow heads can be timed.
 *
 * <p>What follows a request that asks for another protocol is HTTP only if it is refused. So it is
 * held back until that is known.
 */
final class RequestDecoder extends MessageDecoder {
    private static final HeadBytes.Rules RULES =
            new HeadBytes.Rules(
                    true,
                    GatewaySettings.MAX_LINE,
                    GatewaySettings.MAX_HEAD,
                    GatewaySettings.MAX_HEADERS,
                    HeadBytes.Version.LAST,
                    true);

    private final Runnable headBegins;
    private boolean offersSwitch;

    RequestDecoder(Runnable headBegins) {
        super(RULES);
        this.headBegins = headBegins;
    }

    @Override
    void headBegins() {
        headBegins.run();
    }

    @Override
    void messageEnds() {
        if (offersSwitch) {
            hold();
        }
    }

    @Override
    HttpMessage invalid() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/bad-request");
    }

    /** {@code method SP target SP version} (RFC 9112, 3). */
    @Override
    HttpMessage message(HeadBytes head) throws HeadBytes.BadHead {
        byte[] bytes = head.bytes();
        int end = head.firstEnd();
        int begin = head.firstBegin();
        int first = Octets.indexOf(bytes, begin, end, ' ');
        int second = Octets.indexOf(bytes, Math.min(first + 1, end), end, ' ');
        if (second == end
                || !Octets.isToken(bytes, begin, first)
                || !Octets.isTarget(bytes, first + 1, second)) {
            throw new HeadBytes.BadHead("the request line is not one");
        }
        HttpVersion version = StartLine.version(bytes, second + 1, end);
        String target =
                new String(bytes, first + 1, second - first - 1, StandardCharsets.ISO_8859_1);
        HttpHeaders headers = new HeadLines(head.headers());
        HttpRequest request =
                new DefaultHttpRequest(
                        version, StartLine.method(bytes, begin, first), target, headers);
        offersSwitch = !HopByHop.upgrade(request).isEmpty();
        return request;
    }

    @Override
    Body body(HttpMessage message) throws HeadBytes.BadHead {
        HttpHeaders headers = message.headers();
        long length = Lengths.of(headers);
        if (Lengths.isEncoded(headers)) {
            if (length >= 0 || !message.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
                throw new HeadBytes.BadHead("an encoding, and a length or an old version");
            }
            return Lengths.isChunked(headers) ? new Body.Chunked() : new Body.Unclear();
        }
        return length <= 0 ? new Body.None() : new Body.Length(length);
    }
}
