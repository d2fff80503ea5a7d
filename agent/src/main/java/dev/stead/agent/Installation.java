package dev.stead.agent;

import dev.stead.base.Code;
import dev.stead.base.SteadException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Installs packages and holds their services back. One at a time on a machine. */
final class Installation {
    private static final String CLUSTERS = "postgresql-common";

    private final HostPaths paths;
    private final Packages packages;
    private final Apt apt;
    private final Units units;
    private final HoldBack holdBack;

    Installation(HostPaths paths, Packages packages, Apt apt, Units units) {
        this.paths = paths;
        this.packages = packages;
        this.apt = apt;
        this.units = units;
        this.holdBack = new HoldBack(paths);
    }

    void install(List<String> wanted, Consumer<String> progress) {
        try (FileChannel file = lockFile();
                FileLock lock = file.lock()) {
            if (!lock.isValid()) {
                throw new IOException(paths.lock() + " cannot be locked");
            }
            installLocked(wanted, progress);
        } catch (IOException e) {
            throw new SteadException(
                    Code.HOST,
                    "packages cannot be installed: " + Words.of(e),
                    "see whether this machine's /usr and /etc can be written",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SteadException(
                    Code.EXHAUSTED, "the installation was interrupted", "try again", e);
        }
    }

    /** Puts right what an installation left that was cut off; not while another is under way. */
    void tidy() throws IOException {
        if (!Files.exists(paths.lock())) {
            return;
        }
        try (FileChannel file = lockFile();
                FileLock lock = file.tryLock()) {
            if (lock != null) {
                holdBack.end();
            }
        }
    }

    private void installLocked(List<String> wanted, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<String> names = packages.missing(wanted).stream().map(Packages::first).toList();
        if (names.isEmpty()) {
            return;
        }
        holdBack.end();
        List<Apt.Fresh> fresh = apt.plan(names, progress);
        apt.download(names, progress);
        Set<String> brought = new TreeSet<>();
        List<Apt.Fresh> unseen = new ArrayList<>();
        for (Apt.Fresh one : fresh) {
            if (Files.exists(apt.archive(one))) {
                brought.addAll(units.in(apt.archive(one)));
            } else {
                unseen.add(one);
            }
        }
        boolean clustersKnown = packages.installed().contains(CLUSTERS);
        boolean forbidden = bringsClusters(fresh) && holdBack.forbidClusters();
        holdBack.begin();
        try {
            holdBack.mask(brought, progress);
            apt.install(names, progress);
            for (Apt.Fresh one : unseen) {
                holdBack.mask(units.of(one.name()), progress);
            }
        } finally {
            holdBack.end();
            if (forbidden && clustersKnown) {
                holdBack.allowClusters();
            }
        }
        progress.accept("installed " + String.join(" ", names));
    }

    private static boolean bringsClusters(List<Apt.Fresh> fresh) {
        return fresh.stream().anyMatch(one -> one.name().startsWith("postgresql"));
    }

    private FileChannel lockFile() throws IOException {
        Path folder = paths.lock().toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return FileChannel.open(paths.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
}
