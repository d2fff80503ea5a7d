package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The files below a folder that make a release, as {@link SourceWalk} finds them. Somebody may be
 * changing them meanwhile: then a copy is of no one moment, or a failure says that it changed; it
 * is never written anywhere but below its target.
 *
 * @param root the folder
 */
record SourceTree(Path root) {
    /**
     * A digest of names, kinds, execute bits and contents, and of what will be done to them.
     *
     * @param prepare commands that will be run in the release
     * @return 32 hexadecimal digits of the SHA-256
     * @throws SteadException HOST when it cannot be read, or holds what no release can
     */
    String digest(List<String> prepare) {
        MessageDigest digest = sha256();
        for (String name : SourceWalk.of(root).names()) {
            try {
                add(digest, name);
            } catch (IOException e) {
                throw unreadable(name, e);
            }
        }
        prepare.forEach(command -> text(digest, "prepare " + command));
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    /**
     * Bytes of all files, about what a copy takes.
     *
     * @throws SteadException HOST as for {@link #digest}
     */
    long bytes() {
        return SourceWalk.of(root).bytes();
    }

    /**
     * Copies the files into an existing empty folder that only this process can write to. Each name
     * of a file with several becomes a file of its own; holes are filled.
     *
     * @throws SteadException HOST as for {@link #digest}, and when the target has no room for them
     */
    void copyTo(Path target) throws IOException {
        SourceWalk walk = SourceWalk.of(root);
        requireRoom(walk.bytes(), Files.getFileStore(target).getUsableSpace());
        for (String name : walk.names()) {
            Path from = root.resolve(name);
            Path to = target.resolve(name);
            if (!Files.isDirectory(to.resolveSibling(""), LinkOption.NOFOLLOW_LINKS)) {
                throw changed(name);
            }
            try {
                copy(from, to);
            } catch (NoSuchFileException e) {
                // It may be there again already.
                throw changed(name);
            } catch (IOException e) {
                if (!Files.isReadable(from) || Files.isDirectory(from)) {
                    throw unreadable(name, e);
                }
                if (isOf(from, e)) {
                    throw changed(name);
                }
                throw e; // What can be read could not be written.
            }
        }
    }

    /** Whether it failed at this file alone: at one that was a link when it was looked at, say. */
    private static boolean isOf(Path file, IOException e) {
        return e instanceof FileSystemException known
                && file.toString().equals(known.getFile())
                && known.getOtherFile() == null;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(to);
        } else {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private void requireRoom(long needed, long free) {
        if (needed > free) {
            throw new SteadException(
                    Code.HOST,
                    "the source "
                            + root
                            + " has "
                            + mebibytes(needed)
                            + " MiB, but its release has room for "
                            + mebibytes(free)
                            + " MiB; a file with holes counts with its whole length",
                    "take out what the component does not need, or make room");
        }
    }

    private static long mebibytes(long bytes) {
        return (bytes + (1 << 20) - 1) >> 20;
    }

    private void add(MessageDigest digest, String name) throws IOException {
        Path path = root.resolve(name);
        if (Files.isSymbolicLink(path)) {
            text(digest, "link " + name);
            text(digest, Files.readSymbolicLink(path).toString());
        } else if (Files.isDirectory(path)) {
            text(digest, "folder " + name);
        } else {
            text(digest, (Files.isExecutable(path) ? "program " : "file ") + name);
            text(digest, Long.toString(Files.size(path)));
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private SteadException unreadable(String name, IOException e) {
        if (!Files.exists(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
            return changed(name);
        }
        return new SteadException(
                Code.HOST,
                "the source file " + root.resolve(name) + " cannot be read: " + reason(e),
                "make it readable for the user that runs Stead",
                e);
    }

    private SteadException changed(String name) {
        return new SteadException(
                Code.HOST,
                "the source " + root + " changed while it was read: " + root.resolve(name),
                "run stead up again when nothing writes there");
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
    }

    private static void text(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
