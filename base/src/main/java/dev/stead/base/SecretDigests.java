package dev.stead.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The digests of secrets: {@code .NAME.sha256} beside the secret, a line for each value that it may
 * have; two while it is being changed, so that a stop between any two steps leaves one of them. A
 * secret without such a file is one of an older version, and taken as it is.
 *
 * @param folder of the secrets
 */
record SecretDigests(Path folder) {
    /** Writes a secret. */
    interface Writing {
        void write() throws IOException;
    }

    /** What is wrong with a value, if anything. */
    Optional<String> wrong(String name, String value) throws IOException {
        if (value.isEmpty()) {
            return Optional.of("it is empty");
        }
        Path file = file(name);
        Rights.own().demandPrivate(file);
        try {
            List<String> known = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return known.contains(digest(value))
                    ? Optional.empty()
                    : Optional.of("it is damaged, or was changed by something else than Stead");
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Does the writing of a new value such that whatever is there at any moment has its digest. */
    void whileWriting(String name, String value, Writing writing) throws IOException {
        String digest = digest(value);
        List<String> lines = new ArrayList<>(before(name));
        lines.add(digest);
        write(name, lines);
        writing.write();
        if (lines.size() > 1) {
            write(name, List.of(digest));
        }
    }

    private List<String> before(String name) throws IOException {
        try {
            return Files.readAllLines(file(name), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return withoutFile(name);
        }
    }

    private List<String> withoutFile(String name) throws IOException {
        try {
            return List.of(digest(Files.readString(folder.resolve(name)).strip()));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private void write(String name, List<String> lines) throws IOException {
        DurableFile.write(file(name), String.join("\n", lines) + "\n");
    }

    private Path file(String name) {
        return folder.resolve("." + name + ".sha256");
    }

    private static String digest(String value) {
        try {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
