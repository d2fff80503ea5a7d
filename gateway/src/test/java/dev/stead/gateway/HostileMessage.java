package dev.stead.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One message of the corpus below {@code hostile/}, whose format is described in {@code
 * hostile/README.md}.
 *
 * @param why what it tries, and what says that it must not work
 * @param bytes what is sent, one character for each byte
 * @param reply what the instance answers in place of its usual answer, or empty
 * @param statuses of the answers, one after the other; several that are as good are parted by |
 * @param closed whether the connection ends after them
 * @param forwards the requests that an instance gets: method, target, body
 * @param fields further lines: {@code with}, {@code without}, {@code gets}
 */
record HostileMessage(
        String name,
        String why,
        String bytes,
        String reply,
        List<String> statuses,
        boolean closed,
        List<String> forwards,
        Map<String, List<String>> fields) {
    private static final List<String> REQUESTS =
            List.of(
                    "smuggling.txt",
                    "chunks.txt",
                    "lines.txt",
                    "names-and-values.txt",
                    "hosts.txt",
                    "paths.txt",
                    "upgrades.txt",
                    "identity.txt",
                    "odd.txt");

    /** All that clients send. */
    static List<HostileMessage> requests() throws IOException {
        List<HostileMessage> all = new ArrayList<>();
        for (String file : REQUESTS) {
            all.addAll(read(file));
        }
        return all;
    }

    /** All that instances send. */
    static List<HostileMessage> replies() throws IOException {
        return read("replies.txt");
    }

    static List<HostileMessage> read(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        HostileMessage.class.getResourceAsStream("/hostile/" + file), file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return Stream.of(text.split("\n\\[", -1))
                    .skip(1)
                    .flatMap(HostileMessage::parse)
                    .collect(Collectors.toList());
        }
    }

    List<String> field(String name) {
        return fields.getOrDefault(name, List.of());
    }

    boolean isHead() {
        return bytes.startsWith("HEAD ");
    }

    private static Stream<HostileMessage> parse(String block) {
        String name = block.substring(0, block.indexOf("]\n"));
        Map<String, List<String>> fields =
                block.substring(block.indexOf("]\n") + 2)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.split(": ?", 2))
                        .collect(
                                Collectors.groupingBy(
                                        parts -> parts[0],
                                        Collectors.mapping(
                                                parts -> parts[1], Collectors.toList())));
        List<String> each = fields.getOrDefault("each", List.of());
        if (each.isEmpty()) {
            return Stream.of(of(name, fields, text -> text));
        }
        String[] values = each.getFirst().split(" ", -1);
        return IntStream.range(0, values.length)
                .mapToObj(i ->
                        of(name + " " + values[i], fields, text -> text.replace("\\?", values[i])));
    }

    private static HostileMessage of(
            String name, Map<String, List<String>> fields, Function<String, String> fill) {
        List<String> expected =
                Stream.of(one(fields, "expect").split(" ", -1))
                        .filter(it -> !it.isEmpty())
                        .toList();
        boolean closed = expected.getLast().equals("closed");
        if (!closed && !expected.getLast().equals("open")) {
            throw new IllegalArgumentException(name + ": expect ends with open or closed");
        }
        return new HostileMessage(
                name,
                one(fields, "why"),
                decoded(fields, "send", fill),
                decoded(fields, "reply", fill),
                expected.subList(0, expected.size() - 1),
                closed,
                fields.getOrDefault("forwards", List.of()).stream()
                        .map(line -> Escaped.decode(fill.apply(line)))
                        .toList(),
                fields);
    }

    private static String one(Map<String, List<String>> fields, String name) {
        return String.join(" ", fields.getOrDefault(name, List.of("")));
    }

    private static String decoded(
            Map<String, List<String>> fields, String name, Function<String, String> fill) {
        return Escaped.decode(fill.apply(String.join("", fields.getOrDefault(name, List.of()))));
    }
}
