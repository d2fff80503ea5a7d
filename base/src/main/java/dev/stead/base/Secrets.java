package dev.stead.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system's secrets, one file of mode 0600 each. Thread-safe. Text names a secret as <code>
 * ${secret:NAME}</code>; the value is filled in at the last moment and never logged.
 */
public final class Secrets {
    /** A reference to a secret in text; group 1 is its name. */
    public static final Pattern REFERENCE = Pattern.compile("\\$\\{secret:([a-z][a-z0-9-]*)}");

    private static final String ALPHABET =
            "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 32;

    private final Path folder;
    private final RandomGenerator random;

    /**
     * Reads and makes secrets in this folder, which is made when a secret is first written.
     *
     * @param random must be cryptographically strong outside tests
     */
    public Secrets(Path folder, RandomGenerator random) {
        this.folder = folder;
        this.random = random;
    }

    /** The value of a secret, if it has one. */
    public synchronized Optional<String> find(String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the secret " + name + " cannot be read: " + e.getMessage(),
                    "mend the file " + folder.resolve(name),
                    e);
        }
    }

    /** The value of a secret; one is generated when there is none. */
    public synchronized String findOrGenerate(String name) {
        return find(name)
                .orElseGet(() -> {
                    String value = generate();
                    put(name, value);
                    return value;
                });
    }

    /** Sets the value of a secret. */
    public synchronized void put(String name, String value) {
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            DurableFile.write(folder.resolve(name), value);
        } catch (IOException e) {
            throw new SteadException(
                    Code.EXTERNAL,
                    "the secret " + name + " cannot be written: " + e.getMessage(),
                    "make " + folder + " writable, with space left",
                    e);
        }
    }

    /**
     * The text with each reference replaced by its value.
     *
     * @throws SteadException code HOST when a secret has no value
     */
    public String fill(String text) {
        return REFERENCE
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(need(match.group(1))));
    }

    private String need(String name) {
        return find(name)
                .orElseThrow(() ->
                        new SteadException(
                                Code.HOST,
                                "the secret " + name + " has no value",
                                "give it one: stead secret set SYSTEM " + name));
    }

    private String generate() {
        StringBuilder value = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            value.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return value.toString();
    }
}
