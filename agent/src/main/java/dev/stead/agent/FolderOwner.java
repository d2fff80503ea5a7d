package dev.stead.agent;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Gives a folder with all that is in it to an owner and a group, and sets modes. Goes by descriptor
 * and follows no link, because a component may still be writing there; links and special files stay
 * as they are.
 *
 * @param owner user name; empty leaves the owner
 * @param group group name; empty leaves the group
 * @param folderMode of folders and of files that somebody could execute
 * @param fileMode of other files
 */
record FolderOwner(
        Optional<String> owner,
        Optional<String> group,
        Set<PosixFilePermission> folderMode,
        Set<PosixFilePermission> fileMode) {
    private static final Set<PosixFilePermission> EXECUTE =
            EnumSet.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE);

    /** Readable by a group, or by this user alone; changed by nobody but root. */
    static FolderOwner sealed(Optional<String> group) {
        return new FolderOwner(
                group.map(_ -> "root"),
                group,
                PosixFilePermissions.fromString("r-xr-x---"),
                PosixFilePermissions.fromString("r--r-----"));
    }

    /** A user's own, or this user's. */
    static FolderOwner open(Optional<String> user) {
        return new FolderOwner(
                user,
                user,
                PosixFilePermissions.fromString("rwx------"),
                PosixFilePermissions.fromString("rw-------"));
    }

    void apply(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException(folder.toString());
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            if (!(entries instanceof SecureDirectoryStream<Path> safe)) {
                throw new IOException("the file system of " + folder + " cannot be walked safely");
            }
            walk(safe);
        }
    }

    private void walk(SecureDirectoryStream<Path> folder) throws IOException {
        set(folder.getFileAttributeView(PosixFileAttributeView.class), folderMode);
        for (Path entry : folder) {
            Path name = entry.getFileName();
            PosixFileAttributeView view =
                    folder.getFileAttributeView(
                            name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
            PosixFileAttributes attributes = view.readAttributes();
            if (attributes.isDirectory()) {
                try (SecureDirectoryStream<Path> inner =
                        folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
                    walk(inner);
                }
            } else if (attributes.isRegularFile()) {
                boolean executable = attributes.permissions().stream().anyMatch(EXECUTE::contains);
                set(view, executable ? folderMode : fileMode);
            }
        }
    }

    private void set(PosixFileAttributeView view, Set<PosixFilePermission> mode)
            throws IOException {
        UserPrincipalLookupService users = FileSystems.getDefault().getUserPrincipalLookupService();
        if (owner.isPresent()) {
            view.setOwner(users.lookupPrincipalByName(owner.get()));
        }
        if (group.isPresent()) {
            view.setGroup(users.lookupPrincipalByGroupName(group.get()));
        }
        view.setPermissions(mode);
    }
}
