package dev.stead.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Short messages of the hostile corpus: what fuzzing begins with, and what the gate runs. */
final class Corpus {
    private static final int LONGEST = 600;

    private Corpus() {}

    static Stream<byte[]> requests() throws IOException {
        return HostileMessage.requests().stream()
                .map(HostileMessage::bytes)
                .filter(it -> it.length() < LONGEST)
                .map(it -> it.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The lines between the first one and the body. */
    static Stream<byte[]> headers() throws IOException {
        return requests()
                .map(it -> new String(it, StandardCharsets.ISO_8859_1))
                .filter(it -> it.indexOf("\r\n") > 0 && it.indexOf("\r\n\r\n") > it.indexOf("\r\n"))
                .map(it -> it.substring(it.indexOf("\r\n") + 2, it.indexOf("\r\n\r\n") + 2))
                .distinct()
                .map(it -> it.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Stream<byte[]> targets() throws IOException {
        return requests()
                .map(it -> new String(it, StandardCharsets.ISO_8859_1).split(" ", 3))
                .filter(it -> it.length == 3)
                .map(it -> it[1])
                .distinct()
                .map(it -> it.getBytes(StandardCharsets.ISO_8859_1));
    }
}
