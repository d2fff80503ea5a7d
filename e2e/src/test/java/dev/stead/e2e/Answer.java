package dev.stead.e2e;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * An answer.
 *
 * @param url of the request that it answers
 * @param status 0 when there was none
 * @param head status line and headers
 */
record Answer(String url, int status, String head, String body) {
    /** Reads everything that came over a connection that has ended. */
    static Answer parse(String url, byte[] all) {
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(url, 0, text, "");
        }
        String head = text.substring(0, end);
        int status = Integer.parseInt(head.split(" ", 3)[1]);
        String rest = text.substring(end + 4);
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        return new Answer(url, status, head, utf8(chunked ? unchunked(rest) : rest));
    }

    /** Values of a header. */
    List<String> headers(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).trim())
                .toList();
    }

    /** The first value of a header; empty text when there is none. */
    String header(String name) {
        return headers(name).stream().findFirst().orElse("");
    }

    /** Where it sends the visitor on to; empty when it does not. */
    String location() {
        String location = header("Location");
        boolean redirects = status >= 300 && status < 400 && !location.isEmpty();
        return redirects ? URI.create(url).resolve(location).toString() : "";
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String unchunked(String text) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = text.indexOf("\r\n", at);
            int size =
                    line < 0 ? 0 : Integer.parseInt(text.substring(at, line).split(";", 2)[0], 16);
            if (size == 0 || line + 2 + size > text.length()) {
                return whole.toString(StandardCharsets.ISO_8859_1);
            }
            whole.writeBytes(
                    text.substring(line + 2, line + 2 + size)
                            .getBytes(StandardCharsets.ISO_8859_1));
            at = line + 2 + size + 2;
        }
    }
}
