package dev.stead.base;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whose a file or folder of the state is, and who else may use it. One that another user owns, or
 * that others may use, was made so by somebody: what is in it may not be what Stead wrote, so it is
 * refused, and never put right in silence.
 *
 * @param owner the user that it must belong to, by number
 */
public record Rights(int owner) {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private static final Set<PosixFilePermission> WRITERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** Those of the user of this process, by geteuid(2). */
    public static Rights own() {
        return new Rights((int) User.GETEUID.call());
    }

    /** Looked up when it is first asked. */
    private static final class User {
        private static final NativeFunction GETEUID =
                new NativeFunction("geteuid", FunctionDescriptor.of(ValueLayout.JAVA_INT));
    }

    /**
     * Makes a folder of this mode unless it is there, and those above it that are missing, through
     * which everybody may pass. Whatever the umask is, these are their modes.
     */
    public static void makeFolder(Path folder, String mode) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path above = folder.toAbsolutePath().getParent();
        if (above != null && !Files.isDirectory(above)) {
            makeFolder(above, "rwxr-xr-x");
        }
        FileAttribute<?> rights =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        Files.createDirectory(folder, rights);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    }

    /**
     * Demands that a folder is a folder of the owner and has just this mode.
     *
     * @param mode such as {@code rwx------}
     * @throws SteadException HOST when it is not, with the command that mends it
     */
    public void demandFolder(Path folder, String mode) {
        Found found =
                look(folder)
                        .orElseThrow(() -> refused(folder, "is not there any more", "start again"));
        if (!found.isFolder()) {
            throw refused(folder, "is no folder", "move it away");
        }
        demandOwner(folder, found);
        if (!found.mode().equals(PosixFilePermissions.fromString(mode))) {
            throw refused(folder, "has the mode " + found.octal(), chmod(mode, folder));
        }
    }

    /**
     * Demands that a file, if it is there, is the owner's and that nobody else may use it. What it
     * is, is not looked at.
     *
     * @throws SteadException HOST when it is not so, with the command that mends it
     */
    public void demandPrivate(Path file) {
        look(file).ifPresent(found -> demand(file, found, OTHERS));
    }

    /** As above, but others may read it: they may not change it. */
    public void demandUnchanged(Path file) {
        look(file).ifPresent(found -> demand(file, found, WRITERS));
    }

    /**
     * Demands that nobody but its owner may use a socket, and that this user is the owner or root.
     *
     * @throws SteadException HOST when it is not so, with the command that mends it
     */
    public static void demandSocket(Path socket) {
        Rights own = own();
        look(socket)
                .ifPresent(found -> {
                    Rights allowed = own.owner() == 0 ? new Rights(found.uid()) : own;
                    allowed.demand(socket, found, OTHERS);
                });
    }

    /** Whether a file is the owner's, or the owner is root. */
    public boolean mayUse(Path file) {
        try {
            return owner == 0 || attributes(file).uid() == owner;
        } catch (IOException e) {
            return false;
        }
    }

    private void demand(Path file, Found found, Set<PosixFilePermission> denied) {
        demandOwner(file, found);
        if (found.mode().stream().anyMatch(denied::contains)) {
            Set<PosixFilePermission> right = EnumSet.copyOf(found.mode());
            right.removeAll(denied);
            throw refused(
                    file,
                    "has the mode " + found.octal() + ", so others can use it",
                    chmod(PosixFilePermissions.toString(right), file));
        }
    }

    private void demandOwner(Path path, Found found) {
        if (found.uid() != owner) {
            throw refused(
                    path,
                    "belongs to the user " + found.uid() + " and not to " + owner,
                    "chown " + owner + " " + path);
        }
    }

    private static SteadException refused(Path path, String what, String command) {
        return new SteadException(
                Code.HOST,
                path + " " + what,
                "find out who changed it and whether its content is still right, then: " + command);
    }

    private static String chmod(String mode, Path path) {
        return "chmod " + octal(PosixFilePermissions.fromString(mode)) + " " + path;
    }

    private static String octal(Set<PosixFilePermission> mode) {
        int bits = 0;
        for (char right : PosixFilePermissions.toString(mode).toCharArray()) {
            bits = bits * 2 + (right == '-' ? 0 : 1);
        }
        return Integer.toOctalString(bits);
    }

    /** What a path is, by one call: a server that ends meanwhile may take its files away. */
    private static Optional<Found> look(Path path) {
        try {
            return Optional.of(attributes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    path + " cannot be looked at: " + e.getMessage(),
                    "run stead as the user that ran stead up before",
                    e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Found attributes(Path path) throws IOException {
        Map<String, Object> found =
                Files.readAttributes(
                        path, "unix:uid,permissions,isDirectory", LinkOption.NOFOLLOW_LINKS);
        return new Found(
                (Integer) Objects.requireNonNull(found.get("uid")),
                (Set<PosixFilePermission>) Objects.requireNonNull(found.get("permissions")),
                (Boolean) Objects.requireNonNull(found.get("isDirectory")));
    }

    private record Found(int uid, Set<PosixFilePermission> mode, boolean isFolder) {
        String octal() {
            return Rights.octal(mode);
        }
    }
}
