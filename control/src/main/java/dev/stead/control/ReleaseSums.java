package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.DurableFile;
import dev.stead.base.Json;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is in each file of a release once it is made, its packed forms included: {@code
 * .sums/DIGEST} beside it, a line with the SHA-256 of what follows, a JSON object of names and
 * SHA-256. The digest that names a release is of its source; what {@code prepare} made of it, and
 * what a disk makes of it later, only this tells.
 *
 * @param release where it is, or will be
 */
record ReleaseSums(Path release) {
    private static final String FOLDER = ".sums";
    private static final String PACKED = ".packed/";

    private Path file() {
        return release.resolveSibling(FOLDER).resolve(String.valueOf(release.getFileName()));
    }

    /** Writes down what is in a folder that is about to become the release. */
    void write(Path folder) throws IOException {
        Files.createDirectories(file().resolveSibling(""));
        String sums = new Json().write(sums(folder));
        DurableFile.write(file(), digest(sums) + "\n" + sums);
    }

    /** Forgets a release that goes. */
    void remove() throws IOException {
        Files.deleteIfExists(file());
    }

    /**
     * Reads the whole release again. One of an older version has no sums, and is taken as it is.
     *
     * @throws SteadException EXTERNAL naming a file that is not as it was made
     */
    void demand() {
        try {
            SortedMap<String, String> made = new TreeMap<>();
            new Json()
                    .tree(read())
                    .properties()
                    .forEach(e -> made.put(e.getKey(), e.getValue().asString()));
            SortedMap<String, String> found = sums(release);
            TreeSet<String> names = new TreeSet<>(made.keySet());
            names.addAll(found.keySet());
            for (String name : names) {
                if (!Objects.equals(made.get(name), found.get(name))) {
                    throw damaged(
                            place(name), made.containsKey(name) ? "not as" : "there, but not");
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException | RuntimeException e) {
            throw e instanceof SteadException known ? known : unreadable(e);
        }
    }

    private String read() throws IOException {
        String text = Files.readString(file());
        int end = text.indexOf('\n');
        String sums = text.substring(end + 1);
        if (end < 0 || !digest(sums).equals(text.substring(0, end))) {
            throw new IOException("the latter is damaged");
        }
        return sums;
    }

    private Path place(String name) {
        return name.startsWith(PACKED)
                ? PackedForms.of(release).resolve(name.substring(PACKED.length()))
                : release.resolve(name);
    }

    private SteadException damaged(Path file, String how) {
        return new SteadException(
                Code.EXTERNAL,
                "a release is damaged: " + file + " is " + how + " when it was made",
                mend());
    }

    private SteadException unreadable(Exception cause) {
        return new SteadException(
                Code.EXTERNAL,
                "a release cannot be checked: "
                        + release
                        + " by "
                        + file()
                        + ": "
                        + cause.getMessage(),
                mend(),
                cause);
    }

    private String mend() {
        return "nothing was changed, and what runs goes on. Move it away, then stead up FILE makes"
                + " it again from the source: mv "
                + release
                + " "
                + release
                + ".damaged";
    }

    private SortedMap<String, String> sums(Path folder) throws IOException {
        SortedMap<String, String> sums = new TreeMap<>();
        collect(folder, "", sums);
        Path packed = PackedForms.of(release);
        if (Files.isDirectory(packed, LinkOption.NOFOLLOW_LINKS)) {
            collect(packed, PACKED, sums);
        }
        return sums;
    }

    private static void collect(Path root, String prefix, SortedMap<String, String> sums)
            throws IOException {
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
                        return SourceWalk.isLeftOut(folder) && !folder.equals(root)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (!SourceWalk.isLeftOut(file)) {
                            sums.put(prefix + root.relativize(file), sum(file, attributes));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static String sum(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return "link to " + Files.readSymbolicLink(file);
        }
        if (!attributes.isRegularFile()) {
            return "special";
        }
        MessageDigest digest = SourceTree.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String digest(String text) {
        return HexFormat.of()
                .formatHex(SourceTree.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
