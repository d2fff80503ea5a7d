package dev.stead.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks over a Unix socket with exactly the headers that a test names: a browser, or somebody who
 * poses as one.
 */
record Browser(Path socket, List<String> headers) {
    /** An answer; the body is put together where it came in chunks. */
    record Answer(int status, List<String> headers, String body) {
        List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(h -> h.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(h -> h.substring(prefix.length()).strip())
                    .toList();
        }

        String header(String name) {
            return Optional.of(all(name)).filter(l -> l.size() == 1).map(List::getFirst).orElse("");
        }
    }

    /** Somebody whom nobody knows. */
    static Browser anonymous(Path socket) {
        return new Browser(
                socket,
                List.of(
                        "Host: stead.planning.example.com",
                        "X-Forwarded-For: 192.0.2.7",
                        "User-Agent: test",
                        "X-Request-Id: request-17",
                        "Accept: text/html"));
    }

    /** The same with another header. */
    Browser with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new Browser(socket, more);
    }

    /** With a session. */
    Browser as(String secret) {
        return with("Cookie: __Host-Http-stead=" + secret);
    }

    Browser fromOwnPage() {
        return with("Origin: " + FakeSignIn.ORIGIN);
    }

    Answer get(String uri) {
        return send("GET " + uri, "");
    }

    /** Sends a form: names and values in turn. */
    Answer post(String uri, String... fields) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(fields[i]).append('=');
            form.append(Visit.encoded(fields[i + 1]));
        }
        return with("Content-Type: application/x-www-form-urlencoded")
                .send("POST " + uri, form.toString());
    }

    Answer send(String line, String body) {
        try (SocketChannel channel = open(line, body)) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
            while (channel.read(chunk.clear()) >= 0) {
                all.write(chunk.array(), 0, chunk.position());
            }
            return parse(all.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and leaves the connection open. */
    SocketChannel open(String line, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        SocketChannel channel = announce(line, content.length);
        write(channel, content);
        return channel;
    }

    /** Sends the head of a request whose body has this length, and nothing of that. */
    SocketChannel announce(String line, int length) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        String head =
                line
                        + " HTTP/1.1\r\n"
                        + String.join("\r\n", headers)
                        + "\r\nConnection: close\r\nContent-Length: "
                        + length
                        + "\r\n\r\n";
        write(channel, head.getBytes(StandardCharsets.ISO_8859_1));
        return channel;
    }

    private static void write(SocketChannel channel, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        List<String> head = Arrays.asList(Pattern.compile("\r\n").split(text.substring(0, end)));
        Answer raw =
                new Answer(
                        Integer.parseInt(head.getFirst().substring(9, 12)),
                        head.subList(1, head.size()),
                        text.substring(end + 4));
        String body = raw.header("Transfer-Encoding").isEmpty() ? raw.body() : whole(raw.body());
        return new Answer(
                raw.status(),
                raw.headers(),
                new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String whole(String chunked) {
        StringBuilder all = new StringBuilder();
        int at = 0;
        while (at < chunked.length()) {
            int line = chunked.indexOf("\r\n", at);
            int length = Integer.parseInt(chunked.substring(at, line), 16);
            all.append(chunked, line + 2, line + 2 + length);
            at = line + 2 + length + 2;
        }
        return all.toString();
    }
}
