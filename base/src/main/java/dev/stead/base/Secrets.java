package dev.stead.base;

import org.jspecify.annotations.Nullable;

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
 * A system's secrets, one file of mode 0600 each, and beside it its digest, so that a value that
 * the disk changed is noticed. Thread-safe. Text names a secret as <code>
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

    /**
     * The value of a secret, if it has one.
     *
     * @throws SteadException when it cannot be read, is not what was written, or could have been
     *     read or written by others
     */
    public synchronized Optional<String> find(String name) {
        Path file = folder.resolve(name);
        Rights.own().demandPrivate(file);
        try {
            String value = Files.readString(file).strip();
            Optional<String> wrong = new SecretDigests(folder).wrong(name, value);
            if (wrong.isPresent()) {
                throw unusable(name, wrong.get(), null);
            }
            return Optional.of(value);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unusable(name, "it cannot be read: " + e.getMessage(), e);
        }
    }

    private SteadException unusable(String name, String why, @Nullable IOException cause) {
        String what = "the secret " + name + ", " + folder.resolve(name) + ", cannot be used: ";
        String mend =
                "put the file back from a backup, or set the value again: stead secret set SYSTEM "
                        + name
                        + "; a database goes on with the password that it was given";
        return cause == null
                ? new SteadException(Code.EXTERNAL, what + why, mend)
                : new SteadException(Code.EXTERNAL, what + why, mend, cause);
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
            new SecretDigests(folder)
                    .whileWriting(
                            name, value, () -> DurableFile.write(folder.resolve(name), value));
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
