package dev.stead.control;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Looks through a source folder: collects what belongs to a release and refuses what cannot. A
 * release holds regular files, folders and links that stay inside; what version control and Python
 * leave behind is left out.
 */
final class SourceWalk extends SimpleFileVisitor<Path> {
    /** Folders within folders. A walk holds a descriptor for each. */
    static final int DEEPEST = 100;

    /** Characters of a name below the folder; Linux takes 4,095 bytes for the whole path. */
    static final int LONGEST = 1000;

    private static final Set<String> LEFT_OUT =
            Set.of(".git", ".hg", ".svn", "__pycache__", ".DS_Store");

    private final Path root;
    private final List<String> names = new ArrayList<>();
    private long bytes;

    private SourceWalk(Path root) {
        this.root = root;
    }

    /**
     * @throws SteadException HOST when it cannot be read, or holds what no release can
     */
    static SourceWalk of(Path root) {
        SourceWalk walk = new SourceWalk(root);
        try {
            Files.walkFileTree(root, walk);
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "the source "
                            + root
                            + " cannot be read: "
                            + e.getClass().getSimpleName().replace("Exception", "")
                            + ": "
                            + e.getMessage(),
                    "make it readable for the user that runs Stead, and see that nothing writes"
                            + " there",
                    e);
        }
        Collections.sort(walk.names);
        return walk;
    }

    /** Everything below the folder, parents first, in an order that depends on names alone. */
    List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** Lengths of all files, holes included. */
    long bytes() {
        return bytes;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        if (folder.equals(root)) {
            return FileVisitResult.CONTINUE;
        }
        if (isLeftOut(folder)) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        add(folder);
        if (folder.getNameCount() - root.getNameCount() >= DEEPEST) {
            throw refused(
                    folder, "is the " + DEEPEST + "th folder within another", "put it higher up");
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (isLeftOut(file)) {
            return FileVisitResult.CONTINUE;
        }
        if (attributes.isOther()) {
            throw refused(file, "is a device, a pipe or a socket", "take it out of the folder");
        }
        if (attributes.isSymbolicLink()) {
            requireInside(file);
        }
        if (attributes.isRegularFile()) {
            bytes += attributes.size();
        }
        add(file);
        return FileVisitResult.CONTINUE;
    }

    private void requireInside(Path link) throws IOException {
        Path target = Files.readSymbolicLink(link);
        if (!readsBack(target)) {
            throw refused(link, "links to a name that is not UTF-8", "give that another name");
        }
        if (!new SourceLinks(root).stays(link)) {
            throw refused(
                    link,
                    "is a link that leaves the folder",
                    "put the file itself there, or link within the folder");
        }
    }

    private void add(Path path) {
        Path relative = root.relativize(path);
        if (!readsBack(relative)) {
            throw refused(path, "has a name that is not UTF-8", "give it another name");
        }
        String name = relative.toString();
        if (name.length() > LONGEST) {
            throw refused(
                    path,
                    "has a name of more than " + LONGEST + " characters with its folders",
                    "give it, or a folder that it is in, a shorter name");
        }
        names.add(name);
    }

    /** Whether its text stands for the same bytes. */
    private static boolean readsBack(Path path) {
        try {
            return Path.of(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Whether a file or folder is what programs leave behind, which no release is made of. */
    static boolean isLeftOut(Path path) {
        return LEFT_OUT.contains(String.valueOf(path.getFileName()));
    }

    private static SteadException refused(Path file, String what, String mend) {
        return new SteadException(Code.HOST, "the source file " + file + " " + what, mend);
    }
}
