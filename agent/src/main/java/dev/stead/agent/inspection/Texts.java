package dev.stead.agent.inspection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads small texts that may be missing, forbidden or odd. */
final class Texts {
    /** Of one file; the longest that matters is a table of sockets. */
    private static final int MOST = 16 << 20;

    private Texts() {}

    /** A file's text, whatever bytes it holds; empty when it cannot be read. */
    static Optional<String> of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MOST), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A file's lines; none when it cannot be read. */
    static List<String> lines(Path file) {
        return of(file).map(text -> text.lines().toList()).orElse(List.of());
    }

    /**
     * What stands after a name and a colon or an equals sign, such as in {@code MemTotal: 5 kB}.
     */
    static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).stripLeading())
                .filter(rest -> rest.startsWith(":") || rest.startsWith("="))
                .map(rest -> rest.substring(1).strip())
                .findFirst();
    }

    /** The number that a text begins with; empty when there is none, or it is too large. */
    static OptionalLong number(String text) {
        String word = words(text).isEmpty() ? "" : words(text).getFirst();
        try {
            long number = Long.parseLong(word);
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Parts between white space. */
    static List<String> words(String text) {
        String stripped = text.strip();
        return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+", -1));
    }
}
