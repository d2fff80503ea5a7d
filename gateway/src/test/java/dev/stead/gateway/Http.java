package dev.stead.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** HTTP/1.1 by hand on streams, for both ends of the gateway. */
final class Http {
    private Http() {}

    /** First line and header lines. */
    record Head(String start, List<String> lines) {
        int status() {
            return Integer.parseInt(start.split(" ", 3)[1]);
        }

        String method() {
            return start.split(" ", 3)[0];
        }

        String target() {
            return start.split(" ", 3)[1];
        }

        List<String> all(String name) {
            List<String> values = new ArrayList<>();
            for (String line : lines) {
                int colon = line.indexOf(':');
                if (line.substring(0, colon).equalsIgnoreCase(name)) {
                    values.add(line.substring(colon + 1).strip());
                }
            }
            return values;
        }

        Optional<String> header(String name) {
            return all(name).stream().findFirst();
        }
    }

    static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Sends a text block, each line ended as HTTP wants it. */
    static void sendLines(OutputStream out, String lines) throws IOException {
        send(out, lines(lines));
    }

    static String lines(String lines) {
        return lines.replace("\n", "\r\n");
    }

    /** A small reply with a length. */
    static void reply(OutputStream out, int status, String body) throws IOException {
        send(
                out,
                "HTTP/1.1 "
                        + status
                        + " X\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body);
    }

    /** The next head; empty at the end of the stream. */
    static Optional<Head> readHead(InputStream in) throws IOException {
        String start = readLine(in);
        if (start == null) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readLine(in);
            if (line == null) {
                throw new EOFException("inside a head");
            }
            if (line.isEmpty()) {
                return Optional.of(new Head(start, lines));
            }
            lines.add(line);
        }
    }

    /** The body that a head announces; trailer lines are appended after it. */
    static String readBody(Head head, InputStream in) throws IOException {
        if (head.header("Transfer-Encoding").isPresent()) {
            return readChunked(in);
        }
        int length = length(head.header("Content-Length").orElse("0"));
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("inside a body");
        }
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    private static int length(String text) throws IOException {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("no length that a body has here: " + text, e);
        }
    }

    private static String readChunked(InputStream in) throws IOException {
        StringBuilder body = new StringBuilder();
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            body.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            endChunk(in);
        }
        readHeadAfter(in).lines().forEach(line -> body.append('|').append(line));
        return body.toString();
    }

    /** Takes a chunked body that would fill the memory; returns its length without trailers. */
    static long skipChunked(InputStream in) throws IOException {
        long all = 0;
        for (int length = chunk(in); length > 0; length = chunk(in)) {
            in.skipNBytes(length);
            endChunk(in);
            all += length;
        }
        readHeadAfter(in);
        return all;
    }

    private static int chunk(InputStream in) throws IOException {
        String size = readLine(in);
        if (size == null) {
            throw new EOFException("inside chunks");
        }
        return Integer.parseInt(size.split(";", 2)[0].strip(), 16);
    }

    private static void endChunk(InputStream in) throws IOException {
        if (!"".equals(readLine(in))) {
            throw new IOException("bad chunk");
        }
    }

    private static Head readHeadAfter(InputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
            lines.add(line);
        }
        return new Head("", lines);
    }

    @SuppressWarnings("NullAway") // the end of a stream
    private static String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
        return null;
    }
}
