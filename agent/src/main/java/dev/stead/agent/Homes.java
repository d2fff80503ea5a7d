package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.StateFolder;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The home directories of accounts in components, {@code engines/homes/COMPONENT/ACCOUNT}, which
 * outlive instances. A home belongs to the number of the instance that has it, and to root when
 * none has: numbers are used again, and whoever has one next must not find another's home open.
 *
 * <p>A home is given to a number with all in it that belonged to an instance's number before. What
 * belongs to anybody else stays as it is, so that a hard link or a mount leads to nothing that was
 * never an instance's own; links and special files stay too. The home itself changes hands last.
 * Goes by descriptor and follows no link. Thread-safe for different homes.
 */
final class Homes {
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final String PLAIN =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    private static final int LONGEST = 200;
    private static final int ROOT = 0;
    private static final String MODE = "rwx------";

    private final StateFolder folder;
    private final LiveUsers users;

    Homes(StateFolder folder, LiveUsers users) {
        this.folder = folder;
        this.users = users;
    }

    /**
     * Where a home is. What could not be a file's name is written as {@code %XX}, so that no two
     * names mean one folder.
     *
     * @param name {@code COMPONENT/ACCOUNT}
     */
    Path place(String name) {
        int slash = name.indexOf('/');
        String component = name.substring(0, Math.max(0, slash));
        String account = name.substring(slash + 1);
        String file = escaped(account);
        if (!COMPONENT.matcher(component).matches()
                || account.isEmpty()
                || file.length() > LONGEST) {
            throw new SteadException(
                    Code.WRONG_USAGE,
                    "\"" + name + "\" is not a possible name of a home",
                    "use COMPONENT/ACCOUNT");
        }
        return folder.homes().resolve(component).resolve(file);
    }

    /**
     * Makes a home when it does not exist.
     *
     * @param uid who will have it; empty means the user of this process
     * @throws SteadException CONFLICT when another instance has it
     */
    Path open(String name, OptionalInt uid) throws IOException {
        Path home = place(name);
        String passable = uid.isPresent() ? "rwx--x--x" : "rwx------";
        Ownership.folder(folder.engines(), passable);
        Ownership.folder(folder.homes(), passable);
        Ownership.folder(home.resolveSibling("."), passable);
        // Its last owner may have opened it to everybody.
        Ownership.folder(home, MODE);
        if (uid.isPresent()) {
            int owner = owner(home);
            if (owner != uid.getAsInt() && UserNumbers.isOurs(owner) && users.lives(owner)) {
                throw new SteadException(
                        Code.CONFLICT,
                        "the home " + name + " is in use by another engine (user " + owner + ")",
                        "stop that engine first");
            }
        }
        return home;
    }

    /** Gives a home that was opened to a user. */
    void give(Path home, int uid) throws IOException {
        if (owner(home) == uid) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(home)) {
            if (!(entries instanceof SecureDirectoryStream<Path> safe)) {
                throw new IOException("its file system cannot be walked safely");
            }
            walk(safe, uid);
        }
        Ownership.give(home, uid);
    }

    /** Shuts a home that belongs to this user. */
    void shut(Path home, int uid) throws IOException {
        if (home.startsWith(folder.homes())
                && Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
                && owner(home) == uid) {
            Ownership.give(home, ROOT);
            Ownership.mode(home, MODE);
        }
    }

    private static void walk(SecureDirectoryStream<Path> folder, int uid) throws IOException {
        for (Path entry : folder) {
            Path name = entry.getFileName();
            PosixFileAttributeView view =
                    folder.getFileAttributeView(
                            name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            PosixFileAttributes attributes = view.readAttributes();
            int owner = Ownership.number(attributes);
            if (!UserNumbers.isOurs(owner)) {
                continue;
            }
            if (attributes.isDirectory()) {
                // One that is its own already may hold what is not, when this was cut off before.
                try (SecureDirectoryStream<Path> inner =
                        folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    walk(inner, uid);
                }
            }
            if (owner != uid && (attributes.isDirectory() || attributes.isRegularFile())) {
                Ownership.give(view, uid);
            }
        }
    }

    private static int owner(Path path) throws IOException {
        return Ownership.number(
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    private static String escaped(String account) {
        StringBuilder name = new StringBuilder();
        for (byte one : account.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (one & 0xff);
            boolean plain = letter == '.' ? !name.isEmpty() : PLAIN.indexOf(letter) >= 0;
            name.append(plain ? letter : "%" + HexFormat.of().withUpperCase().toHexDigits(one));
        }
        return name.toString();
    }
}
