package dev.stead.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.AsciiString;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells requests that can be forwarded from those that mean different things to different programs.
 * {@link RequestDecoder} has refused two lengths, a length with an encoding, bad names and bad
 * lines before.
 */
final class RequestCheck {
    private static final HttpMethod TRACK = HttpMethod.valueOf("TRACK");
    private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");

    private RequestCheck() {}

    /** What came of a check. */
    sealed interface Outcome {
        /**
         * @param host in lower case without port
         */
        record Fine(String host, RequestPath path) implements Outcome {}

        /** Answer with this status and close. */
        record Bad(HttpResponseStatus status) implements Outcome {}
    }

    static Outcome check(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return new Outcome.Bad(statusOf(request.decoderResult().cause()));
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return new Outcome.Bad(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED);
        }
        HttpMethod method = request.method();
        if (method.equals(HttpMethod.CONNECT)
                || method.equals(HttpMethod.TRACE)
                || method.equals(TRACK)) {
            return new Outcome.Bad(HttpResponseStatus.METHOD_NOT_ALLOWED);
        }
        HttpHeaders headers = request.headers();
        // Some programs take 8 bytes for the body of a GET with this relic, and others do not.
        if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)) {
            return bad();
        }
        Optional<HttpResponseStatus> encoding = refusedEncoding(headers);
        if (encoding.isPresent()) {
            return new Outcome.Bad(encoding.get());
        }
        if (headers.size() > GatewaySettings.MAX_HEADERS) {
            return new Outcome.Bad(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE);
        }
        if (headers.contains(HttpHeaderNames.EXPECT)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !expectsWhatIsKnown(headers)) {
            return new Outcome.Bad(HttpResponseStatus.EXPECTATION_FAILED);
        }
        return target(request, headers.getAll(HttpHeaderNames.HOST));
    }

    /**
     * Nobody knows where a body ends whose last coding is not {@code chunked}, or that has it
     * twice: 400. Codings below it that we do not take off: 501 (RFC 9112, 6.1 and 6.3).
     */
    private static Optional<HttpResponseStatus> refusedEncoding(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return Optional.empty();
        }
        String encoding = String.join(",", headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
        if (encoding.equalsIgnoreCase("chunked")) {
            return Optional.empty();
        }
        List<String> codings = List.of(COMMA.split(new AsciiString(encoding).toLowerCase(), -1));
        boolean framed = codings.indexOf("chunked") == codings.size() - 1 && !codings.contains("");
        return Optional.of(
                framed ? HttpResponseStatus.NOT_IMPLEMENTED : HttpResponseStatus.BAD_REQUEST);
    }

    /** There is one expectation only (RFC 9110, 10.1.1); who waits for what is clear with it. */
    private static boolean expectsWhatIsKnown(HttpHeaders headers) {
        List<String> expected = headers.getAll(HttpHeaderNames.EXPECT);
        return expected.size() == 1
                && HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expected.getFirst());
    }

    private static Outcome target(HttpRequest request, List<String> hosts) {
        if (hosts.size() != 1) {
            return bad();
        }
        Optional<String> host = HostName.parse(hosts.getFirst());
        Optional<RequestPath> path =
                originForm(request.uri(), hosts.getFirst()).flatMap(RequestPath::parse);
        return host.isPresent() && path.isPresent()
                ? new Outcome.Fine(host.get(), path.get())
                : bad();
    }

    /** The target without scheme and authority, if it has them, which must be those of Host. */
    private static Optional<String> originForm(String target, String host) {
        if (target.startsWith("/")) {
            return Optional.of(target);
        }
        int slashes = target.indexOf("://");
        String scheme = slashes < 0 ? "" : target.substring(0, slashes);
        if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")) {
            return Optional.empty();
        }
        String rest = target.substring(slashes + 3);
        if (!rest.regionMatches(true, 0, host, 0, host.length())) {
            return Optional.empty();
        }
        String path = rest.substring(host.length());
        return path.isEmpty() || path.startsWith("?") ? Optional.of("/" + path) : Optional.of(path);
    }

    private static HttpResponseStatus statusOf(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ -> HttpResponseStatus.REQUEST_URI_TOO_LONG;
            case TooLongHttpHeaderException _ -> HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
            default -> HttpResponseStatus.BAD_REQUEST;
        };
    }

    private static Outcome bad() {
        return new Outcome.Bad(HttpResponseStatus.BAD_REQUEST);
    }
}
