package dev.stead.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * Keeps Debian's own services from being made and started while packages are installed: by
 * policy-rc.d (invoke-rc.d asks it), by the settings of postgresql-common, and by masks of systemd
 * units, which stay. For one thread at a time, under the lock of {@link HostPaths#lock}.
 */
final class HoldBack {
    private static final String MARK = "# Made by Stead while it installs packages.";
    private static final String POLICY = "#!/bin/sh\n" + MARK + "\nexit 101\n";
    private static final String NO_CLUSTER =
            """
            # Made by Stead: it runs PostgreSQL itself, with data directories of its own.
            create_main_cluster = false
            """;
    private static final Path NOWHERE = Path.of("/dev/null");

    private final HostPaths paths;

    HoldBack(HostPaths paths) {
        this.paths = paths;
    }

    /** From now on nothing is started; a policy that is there already is kept for later. */
    void begin() throws IOException {
        Path policy = paths.policy();
        Files.createDirectories(paths.sbin());
        if (exists(policy) && !isOurs(policy)) {
            Files.move(policy, paths.keptPolicy(), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.writeString(policy, POLICY);
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** All is as before {@link #begin}; also after a crash since. */
    void end() throws IOException {
        Path policy = paths.policy();
        if (isOurs(policy)) {
            Files.delete(policy);
        }
        if (exists(paths.keptPolicy()) && !exists(policy)) {
            Files.move(paths.keptPolicy(), policy, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** No cluster is made when a PostgreSQL server is installed; false when that was so before. */
    boolean forbidClusters() throws IOException {
        Path file = paths.clusters();
        if (exists(file)) {
            return false;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, NO_CLUSTER);
        return true;
    }

    /** Clusters are made again as the machine's own settings say. */
    void allowClusters() throws IOException {
        if (exists(paths.clusters()) && Files.readString(paths.clusters()).equals(NO_CLUSTER)) {
            Files.delete(paths.clusters());
        }
    }

    /**
     * Units that systemd shall not start, now or later; one that has a file there is left alone.
     */
    void mask(Collection<String> units, Consumer<String> progress) throws IOException {
        Files.createDirectories(paths.units());
        for (String unit : units) {
            Path link = paths.units().resolve(unit);
            if (!exists(link)) {
                Files.createSymbolicLink(link, NOWHERE);
                progress.accept("held back " + unit + " (undo: systemctl unmask " + unit + ")");
            }
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isOurs(Path policy) throws IOException {
        if (!Files.isRegularFile(policy, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        // Of ours that was cut off by a crash not even the first line need be whole.
        String text = new String(Files.readAllBytes(policy), StandardCharsets.ISO_8859_1);
        return POLICY.startsWith(text);
    }
}
