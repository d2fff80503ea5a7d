package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The files below a folder that make a release: regular files, folders and links that stay inside.
 * What version control and Python leave behind is left out.
 *
 * @param root the folder
 */
record SourceTree(Path root) {
    private static final Set<String> LEFT_OUT =
            Set.of(".git", ".hg", ".svn", "__pycache__", ".DS_Store");

    /**
     * A digest of names, kinds, execute bits and contents, and of what will be done to them.
     *
     * @param prepare commands that will be run in the release
     * @return 32 hexadecimal digits of the SHA-256
     */
    String digest(List<String> prepare) {
        MessageDigest digest = sha256();
        for (Path path : paths()) {
            add(digest, path);
        }
        prepare.forEach(command -> text(digest, "prepare " + command));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /** Bytes of all files, about what a copy takes. */
    long bytes() {
        long sum = 0;
        for (Path path : paths()) {
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                try {
                    sum += Files.size(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return sum;
    }

    /** Copies the files into an existing empty folder. */
    void copyTo(Path target) throws IOException {
        for (Path path : paths()) {
            Path to = target.resolve(root.relativize(path).toString());
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(to);
            } else {
                Files.copy(path, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Everything below the root, parents first, in an order that depends on names alone. */
    private List<Path> paths() {
        List<Path> paths = new ArrayList<>();
        try {
            Files.walkFileTree(root, new Collector(paths));
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the source " + root + " cannot be read: " + e.getMessage(),
                    "make it readable for the user that runs Stead",
                    e);
        }
        paths.sort(
                (a, b) -> root.relativize(a).toString().compareTo(root.relativize(b).toString()));
        return paths;
    }

    private void add(MessageDigest digest, Path path) {
        String name = root.relativize(path).toString();
        try {
            if (Files.isSymbolicLink(path)) {
                text(digest, "link " + name + " " + Files.readSymbolicLink(path));
            } else if (Files.isDirectory(path)) {
                text(digest, "folder " + name);
            } else {
                text(digest, (Files.isExecutable(path) ? "program " : "file ") + name);
                text(digest, Long.toString(Files.size(path)));
                try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Collects what belongs to a release and refuses what cannot. */
    private final class Collector extends SimpleFileVisitor<Path> {
        private final List<Path> paths;

        Collector(List<Path> paths) {
            this.paths = paths;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (leftOut(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (!folder.equals(root)) {
                paths.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (leftOut(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isOther()) {
                throw refused(file, "is a device, a pipe or a socket", "take it out of the folder");
            }
            if (attributes.isSymbolicLink() && leavesRoot(file)) {
                throw refused(
                        file,
                        "is a link that leaves the folder",
                        "put the file itself there, or link within the folder");
            }
            paths.add(file);
            return FileVisitResult.CONTINUE;
        }

        private boolean leftOut(Path path) {
            return !path.equals(root) && LEFT_OUT.contains(path.getFileName().toString());
        }

        private boolean leavesRoot(Path link) throws IOException {
            Path to = Files.readSymbolicLink(link);
            return to.isAbsolute() || !link.resolveSibling(to).normalize().startsWith(root);
        }

        private SteadException refused(Path file, String what, String mend) {
            return new SteadException(Code.HOST, "the source file " + file + " " + what, mend);
        }
    }
}
