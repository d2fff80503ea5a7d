package dev.stead.agent;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Makes folders and gives them to users; never follows a link to do so. */
final class Ownership {
    private Ownership() {}

    /** A folder with this mode, such as {@code rwx--x--x}, made when it is missing. */
    static void folder(Path folder, String mode) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder);
        }
        mode(folder, mode);
    }

    static void mode(Path path, String mode) throws IOException {
        view(path).setPermissions(PosixFilePermissions.fromString(mode));
    }

    /** Gives a file or folder itself to a user; to nobody else when there is no user. */
    static void give(Path path, Optional<String> user) throws IOException {
        if (user.isPresent()) {
            var owner =
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(user.get());
            if (!owner.equals(Files.getOwner(path, LinkOption.NOFOLLOW_LINKS))) {
                view(path).setOwner(owner);
            }
        }
    }

    /** Gives it to a user and a group of this number; a link itself, not what it leads to. */
    static void give(Path path, int number) throws IOException {
        give(view(path), number);
    }

    /** As above, by what a folder's descriptor gives. */
    static void give(PosixFileAttributeView view, int number) throws IOException {
        // Java takes a number where no user has that name.
        var lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        view.setOwner(lookup.lookupPrincipalByName(String.valueOf(number)));
        view.setGroup(lookup.lookupPrincipalByGroupName(String.valueOf(number)));
    }

    /** The number of an owner that has no name; -1 of one that has. */
    static int number(PosixFileAttributes attributes) {
        String name = attributes.owner().getName();
        return name.matches("[1-9]\\d{0,8}|1\\d{9}") ? Integer.parseInt(name) : -1;
    }

    private static PosixFileAttributeView view(Path path) {
        return Files.getFileAttributeView(
                path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
