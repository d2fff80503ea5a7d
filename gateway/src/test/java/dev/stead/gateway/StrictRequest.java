package dev.stead.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request read by the letter of RFC 9112, and by what the gateway promises to instances: nothing
 * in it can be understood in two ways. Whatever else comes is an {@link Unclear}.
 *
 * @param headers name in lower case, colon, space, value
 * @param trailers in the same form
 */
record StrictRequest(
        String method, String target, List<String> headers, String body, List<String> trailers) {
    private static final Pattern START =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+) (/[\\x21-\\x7e]*) HTTP/1\\.1");
    private static final Pattern FIELD =
            Pattern.compile("([0-9A-Za-z-]+): ?([\\x20-\\x7e\\x80-\\xff\\t]*)");
    private static final Pattern DOTS = Pattern.compile("/\\.{1,2}(/|;|$)");
    private static final Set<String> SINGLE =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "upgrade",
                    "expect",
                    "x-forwarded-for",
                    "x-forwarded-proto",
                    "x-forwarded-host",
                    "x-forwarded-port",
                    "x-request-id",
                    "forwarded",
                    "traceparent");
    private static final Set<String> NEVER =
            Set.of(
                    "http2-settings",
                    "keep-alive",
                    "proxy-connection",
                    "proxy",
                    "x-real-ip",
                    "x-forwarded-prefix");
    private static final Set<String> NO_TRAILER =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "trailer",
                    "te",
                    "connection",
                    "upgrade",
                    "cookie",
                    "authorization",
                    "expect",
                    "range",
                    "content-type",
                    "content-encoding");

    /** Something that could be taken for something else. */
    static final class Unclear extends IOException {
        Unclear(String what) {
            super(what);
        }
    }

    /** The next one; empty at the end of the stream. */
    static Optional<StrictRequest> read(InputStream in) throws IOException {
        Optional<String> start = line(in);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        var parts = START.matcher(start.get());
        check(parts.matches(), "request line " + start.get());
        String target = parts.group(2);
        check(!DOTS.matcher(path(target)).find(), "dot segments " + target);
        check(target.indexOf('#') < 0 && path(target).indexOf('\\') < 0, "target " + target);
        List<String> headers = fields(in);
        checkHeaders(headers);
        List<String> trailers = new ArrayList<>();
        String body = body(headers, in, trailers);
        return Optional.of(new StrictRequest(parts.group(1), target, headers, body, trailers));
    }

    Optional<String> header(String name) {
        return first(headers, name);
    }

    private static void checkHeaders(List<String> headers) throws Unclear {
        Set<String> seen = new HashSet<>();
        for (String field : headers) {
            String name = field.substring(0, field.indexOf(':'));
            check(seen.add(name) || !SINGLE.contains(name), "twice: " + field);
            check(!NEVER.contains(name) && !name.startsWith("x-stead-"), "forged: " + field);
        }
        check(seen.contains("host"), "no host");
        check(first(headers, "x-forwarded-for").equals(Optional.of("127.0.0.1")), "forwarded for");
        check(
                first(headers, "forwarded")
                        .orElse("")
                        .matches("for=127\\.0\\.0\\.1(;host=[^;,]*)?;proto=https?"),
                "forwarded");
        check(
                !seen.contains("content-length") || !seen.contains("transfer-encoding"),
                "length and encoding");
        String upgrade = first(headers, "upgrade").orElse("").toLowerCase(Locale.ROOT);
        check(!upgrade.contains("h2") && !upgrade.contains("http"), "upgrade: " + upgrade);
        Set<String> connection =
                Set.of(
                        first(headers, "connection")
                                .orElse("")
                                .toLowerCase(Locale.ROOT)
                                .split(",", -1));
        check(Set.of("", "upgrade", "te").containsAll(connection), "connection: " + connection);
    }

    private static String body(List<String> headers, InputStream in, List<String> trailers)
            throws IOException {
        Optional<String> encoding = first(headers, "transfer-encoding");
        if (encoding.isPresent()) {
            check(encoding.get().equals("chunked"), "encoding " + encoding.get());
            return chunks(in, trailers);
        }
        String length = first(headers, "content-length").orElse("0");
        check(length.matches("[0-9]{1,18}"), "length " + length);
        return exactly(in, (int) Math.min(Integer.MAX_VALUE, Long.parseLong(length)));
    }

    private static String chunks(InputStream in, List<String> trailers) throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            String size = line(in).orElseThrow(EOFException::new);
            check(size.matches("[0-9a-fA-F]{1,7}"), "chunk size " + size);
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                trailers.addAll(fields(in));
                for (String field : trailers) {
                    String name = field.substring(0, field.indexOf(':'));
                    check(
                            !NO_TRAILER.contains(name)
                                    && !name.startsWith("x-stead-")
                                    && !name.startsWith("x-forwarded-"),
                            "trailer " + field);
                }
                return body.toString();
            }
            body.append(exactly(in, length));
            check(exactly(in, 2).equals("\r\n"), "end of a chunk");
        }
    }

    private static List<String> fields(InputStream in) throws IOException {
        List<String> fields = new ArrayList<>();
        while (true) {
            String line = line(in).orElseThrow(EOFException::new);
            if (line.isEmpty()) {
                return fields;
            }
            var parts = FIELD.matcher(line);
            check(parts.matches(), "field " + line);
            fields.add(parts.group(1).toLowerCase(Locale.ROOT) + ": " + parts.group(2));
        }
    }

    private static Optional<String> first(List<String> fields, String name) {
        return fields.stream()
                .filter(field -> field.startsWith(name + ": "))
                .map(field -> field.substring(name.length() + 2))
                .findFirst();
    }

    private static String path(String target) {
        return target.split("\\?", 2)[0];
    }

    private static String exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A line with its exact end; empty at the end of the stream. */
    private static Optional<String> line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\r') {
                check(in.read() == '\n', "bare CR after " + line);
                return Optional.of(line.toString(StandardCharsets.ISO_8859_1));
            }
            check(b != '\n', "bare LF after " + line);
            line.write(b);
        }
        if (line.size() > 0) {
            throw new EOFException();
        }
        return Optional.empty();
    }

    private static void check(boolean holds, String otherwise) throws Unclear {
        if (!holds) {
            throw new Unclear(otherwise);
        }
    }
}
