package dev.stead.gateway;

import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of a program's answer (RFC 3875, 6). */
final class CgiHead {
    private static final Pattern STATUS = Pattern.compile("([2-5]\\d\\d)( .*)?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private CgiHead() {}

    /** Whether a text ends with the empty line. */
    static boolean isComplete(CharSequence text) {
        int length = text.length();
        return length > 0
                && text.charAt(length - 1) == '\n'
                && (length == 1
                        || text.charAt(length - 2) == '\n'
                        || (text.charAt(length - 2) == '\r'
                                && (length == 2 || text.charAt(length - 3) == '\n')));
    }

    /**
     * Reads a complete head; empty when it is malformed. The connection is not for another answer.
     */
    static Optional<HttpResponse> parse(String text) {
        HttpResponse reply = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        HttpHeaders headers = reply.headers();
        String status = "";
        try {
            for (String line : text.lines().toList()) {
                int colon = line.indexOf(':');
                if (line.isEmpty()) {
                    continue;
                }
                if (colon <= 0) {
                    return Optional.empty();
                }
                String name = line.substring(0, colon);
                String value = line.substring(colon + 1).strip();
                if (name.equalsIgnoreCase("Status")) {
                    status = value;
                } else {
                    // Netty refuses names and values with characters that cannot be there.
                    headers.add(name, value);
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return finish(reply, status);
    }

    private static Optional<HttpResponse> finish(HttpResponse reply, String status) {
        HttpHeaders headers = reply.headers();
        Matcher said = STATUS.matcher(status);
        if (said.matches()) {
            reply.setStatus(HttpResponseStatus.valueOf(Integer.parseInt(said.group(1))));
        } else if (!status.isEmpty()) {
            return Optional.empty();
        } else if (headers.contains(HttpHeaderNames.LOCATION)) {
            reply.setStatus(HttpResponseStatus.FOUND);
        }
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (lengths.size() > 1 || !lengths.stream().allMatch(CgiHead::isLength)) {
            return Optional.empty();
        }
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return Optional.of(reply);
    }

    private static boolean isLength(String text) {
        return LENGTH.matcher(text).matches();
    }

    /** Bytes of the body as the head says; -1 when it does not. */
    static long length(HttpResponse reply) {
        String length = reply.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null ? -1 : Long.parseLong(length);
    }
}
